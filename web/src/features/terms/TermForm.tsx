import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { type Term, termsQuery } from "./queries";
import { later } from "@/components/days";
import { daysOf } from "./year";

const TYPES = ["semester", "term", "gradingPeriod", "schoolYear"] as const satisfies readonly Schemas["TermType"][];

interface Props {
  school: string;
  /** The one that is changed; none for a new one. */
  term: Term | undefined;
  onDone: () => void;
}

/** A term that people keep, new or changed, with its last day as people say it. */
export function TermForm({ school, term, onDone }: Props) {
  const { t } = useTranslation();
  const days = term && daysOf(term);
  const [values, setValues] = useState({
    displayName: term?.displayName ?? "",
    termType: TYPES.find((type) => type === term?.termType) ?? "semester",
    first: days?.first ?? "",
    last: days?.last ?? "",
  });
  const set = (changed: Partial<typeof values>) => setValues((old) => ({ ...old, ...changed }));
  const save = useSave(school, term);
  const { run, isBusy, error, failure } = useAct(() => save(values), onDone);
  const wrong = error instanceof ApiError ? error.fields : [];
  const isBackwards = values.first !== "" && values.last !== "" && values.last < values.first;
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => name.current?.focus(), []);
  const title = term ? t("terms.editTitle", { name: term.displayName }) : t("terms.new");
  return (
    <Form label={title} onSubmit={run}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <TextInput
        ref={name}
        required
        label={t("terms.name")}
        description={t("terms.nameHint")}
        maxLength={100}
        value={values.displayName}
        error={wrong.includes("displayName") && t("terms.wrong.name")}
        onChange={({ currentTarget }) => set({ displayName: currentTarget.value })}
      />
      <NativeSelect
        label={t("terms.type")}
        data={TYPES.map((value) => ({ value, label: t(`terms.types.${value}`) }))}
        value={values.termType}
        onChange={({ currentTarget }) => set({ termType: TYPES.find((type) => type === currentTarget.value) ?? "semester" })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          required
          type="date"
          label={t("terms.firstDay")}
          value={values.first}
          error={wrong.includes("startDay") && t("terms.wrong.day")}
          onChange={({ currentTarget }) => set({ first: currentTarget.value })}
        />
        <TextInput
          required
          type="date"
          label={t("terms.lastDay")}
          value={values.last}
          min={values.first}
          error={(isBackwards || wrong.includes("endDay")) && t(isBackwards ? "terms.wrong.backwards" : "terms.wrong.long")}
          onChange={({ currentTarget }) => set({ last: currentTarget.value })}
        />
      </SimpleGrid>
      <Stack gap="sm">
        <SaveBar isBusy={isBusy} failure={failure} isDisabled={isBackwards} />
        <Group>
          <Button variant="default" onClick={onDone}>
            {t("app.cancel")}
          </Button>
        </Group>
      </Stack>
    </Form>
  );
}

interface Values {
  displayName: string;
  termType: Schemas["TermType"];
  first: string;
  last: string;
}

function useSave(school: string, term: Term | undefined): (values: Values) => Promise<void> {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  return async ({ displayName, termType, first, last }) => {
    const body = { displayName: displayName.trim(), termType, startDay: first, endDay: later(last, 1) };
    if (term) {
      const params = { path: { school, term: idOf(term.name) }, query: { updateMask: Object.keys(body).join(",") } };
      await answered(api.PATCH("/v1/schools/{school}/terms/{term}", { params, body: { ...body, etag: term.etag } }));
    } else {
      await once(body, (requestId) =>
        answered(api.POST("/v1/schools/{school}/terms", { params: { path: { school }, query: { requestId } }, body })),
      );
    }
    await queries.invalidateQueries({ queryKey: termsQuery(api, school).queryKey });
    tell(t("app.saved"));
  };
}
