import { Button, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { ClassesFields, classSettings } from "../ClassesFields";
import { SwitchTable } from "../SwitchTable";
import { hasSource } from "../source-form";
import { type PartProps, useSave } from "../use-save";
import { Step, StepEnd } from "./Step";

/** What a sync may do, with what is recommended for the first days. */
export function SyncStep({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = idOf(connection.name);
  const [values, setValues] = useState({ switches: connection.switches ?? {}, ...classSettings(connection) });
  const set = (changed: Partial<typeof values>) => setValues((old) => ({ ...old, ...changed }));
  const go = () =>
    void navigate({
      to: "/schools/$school/rostering/connect",
      params: { school },
      search: { connection: id, step: "plan" },
    });
  const { run, isBusy, failure } = useSave(school, connection, () => values, go);
  const hasClasses = hasSource(connection.method) || values.rosterSections;
  return (
    <Step step="sync" title={t("connect.sync.title")} text={t("connect.sync.text")}>
      <Form label={t("connect.sync.title")} onSubmit={run} isReadOnly={!mayEdit} width={720}>
        {connection.migratesFrom && <Text size="sm">{t("connect.sync.carried")}</Text>}
        <SwitchTable switches={values.switches} onChange={(switches) => set({ switches })} />
        {hasClasses && <ClassesFields values={values} onChange={set} />}
        <Text size="sm" c="dimmed">
          {t("connect.sync.more")}
        </Text>
        <Failure text={failure} />
        <StepEnd school={school} connection={id} step="sync">
          <Button type="submit" loading={isBusy}>
            {t("connect.save")}
          </Button>
        </StepEnd>
      </Form>
    </Step>
  );
}
