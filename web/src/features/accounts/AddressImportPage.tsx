import { FileInput, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { RoleMayNot } from "@/components/ErrorState";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { ImportResult } from "./ImportResult";

const LONGEST = 1_000_000;

/** Adds sign-in addresses from a file: what it would come to first, and then it is done. */
export function AddressImportPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/accounts/import" });
  const may = useMay(school);
  const { file, result, choose, check, apply } = useImport(school);
  const forgetChoice = useRef<() => void>(null);
  const isBusy = check.isBusy || apply.isBusy;
  return (
    <Page title={t("accounts.import.title")}>
      {!may("signInAddresses:edit") && !may("accounts:list") ? (
        <RoleMayNot />
      ) : (
        <>
          <Text maw={640}>{t("accounts.import.hint")}</Text>
          <FileInput
            maw={480}
            label={t("accounts.import.file")}
            description={t("accounts.import.fileHint")}
            placeholder={t("accounts.import.choose")}
            accept=".csv,text/csv"
            clearable
            disabled={isBusy}
            clearButtonProps={{ "aria-label": t("accounts.import.clear") }}
            value={file}
            resetRef={forgetChoice}
            onChange={(chosen) => {
              choose(chosen);
              // A file that was corrected has the same name, and a browser tells of no choice that is the one before.
              forgetChoice.current?.();
            }}
          />
          <Failure text={check.failure || apply.failure} />
          <div aria-live="polite">
            {result && <ImportResult result={result} isBusy={isBusy} onApply={() => void apply.run()} />}
          </div>
        </>
      )}
      <Text>
        <PageLink to="/schools/$school/accounts" params={{ school }}>
          {t("accounts.toAll")}
        </PageLink>
      </Text>
    </Page>
  );
}

function useImport(school: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [csv, setCsv] = useState("");
  const [result, setResult] = useState<Schemas["AddressImportView"] | null>(null);
  const send = async (text: string, validateOnly: boolean) => {
    const params = { path: { school }, query: { validateOnly } };
    const path = "/v1/schools/{school}/signInAddresses:import" as const;
    setResult(await answered(api.POST(path, { params, body: { csv: text } })));
  };
  const check = useAct(async (chosen: File) => {
    if (chosen.size > LONGEST) throw new TooLarge();
    const text = await chosen.text();
    setCsv(text);
    await send(text, true);
  });
  const apply = useAct(async () => {
    await send(csv, false);
    await queries.invalidateQueries({ queryKey: ["accounts", school] });
    tell(t("accounts.import.done"));
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setResult(null);
    apply.forget();
    check.forget();
    if (chosen) void check.run(chosen);
  };
  const failure = check.error instanceof TooLarge ? t("accounts.import.tooLarge") : check.failure;
  return { file, result, choose, check: { ...check, failure }, apply };
}

class TooLarge extends Error {}
