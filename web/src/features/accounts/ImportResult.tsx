import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { DataTable } from "@/components/DataTable";
import { StateBadge } from "@/components/StateBadge";

interface Props {
  result: Schemas["AddressImportView"];
  isBusy: boolean;
  onApply: () => void;
}

/** What a file comes to, or came to. */
export function ImportResult({ result, isBusy, onApply }: Props) {
  const { t } = useTranslation();
  const { rows, added, unchanged, applied, problemCount } = result;
  const state = problemCount ? "wrong" : applied ? "applied" : "ready";
  const meaning = { wrong: "refused", applied: "done", ready: "waiting" } as const;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("accounts.import.result")}
      </Title>
      <div>
        <StateBadge meaning={meaning[state]} label={t(`accounts.import.states.${state}`)} />
      </div>
      <Text>
        {t("accounts.import.rows", { count: rows })}
        {state !== "wrong" && ` · ${t("accounts.import.new", { count: added })}`}
        {state !== "wrong" && ` · ${t("accounts.import.same", { count: unchanged })}`}
      </Text>
      {problemCount > 0 && <Problems result={result} />}
      {state === "ready" && added > 0 && (
        <Group>
          <Button loading={isBusy} onClick={onApply}>
            {t("accounts.import.apply", { count: added })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Problems({ result: { problems, problemCount } }: Pick<Props, "result">) {
  const { t } = useTranslation();
  const more = problemCount - problems.length;
  return (
    <>
      <DataTable
        label={t("accounts.import.problems")}
        rows={problems}
        keyOf={({ line, column, code }) => `${String(line)} ${column} ${code}`}
        onRetry={() => undefined}
        empty={null}
        columns={[
          { id: "line", title: t("accounts.import.line"), cell: ({ line }) => line },
          { id: "column", title: t("accounts.import.column"), cell: ({ column }) => column || "–", onPhone: "below" },
          { id: "what", title: t("accounts.import.what"), cell: ({ code }) => t(`accounts.import.codes.${code}`), onPhone: "below" },
        ]}
      />
      {more > 0 && <Text>{t("accounts.import.more", { count: more })}</Text>}
    </>
  );
}
