import { Checkbox, NumberInput, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { ClassesFields, classSettings } from "./ClassesFields";
import { SwitchTable } from "./SwitchTable";
import { SystemSelect } from "./SystemSelect";
import { type PartProps, useSave } from "./use-save";
import { WindowsField } from "./WindowsField";

/** What a sync may do: for whom, from when on, and on which days not. */
export function SyncPart({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState({
    displayName: connection.displayName,
    sis: connection.sis,
    enabled: connection.enabled,
    switches: connection.switches ?? {},
    schoolSourcedId: connection.schoolSourcedId,
    archiveAfterNights: connection.archiveAfterNights,
    takesBackEdits: connection.takesBackEdits,
    ownsHandAdded: connection.ownsHandAdded,
    windows: connection.windows ?? [],
    ...classSettings(connection),
  });
  const set = (changed: Partial<typeof values>) => setValues((old) => ({ ...old, ...changed }));
  const { run, isBusy, failure } = useSave(school, connection, () => values);
  return (
    <Form label={t("rostering.parts.sync")} onSubmit={run} isReadOnly={!mayEdit} width={720}>
        <TextInput
          label={t("rostering.connection.name")}
          value={values.displayName}
          maxLength={100}
          onChange={(event) => set({ displayName: event.currentTarget.value })}
        />
        <SystemSelect value={values.sis} onChange={(sis) => set({ sis })} />
        <Switch
          label={t("rostering.sync.enabled")}
          description={t("rostering.sync.enabledHint")}
          checked={values.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <SwitchTable switches={values.switches} onChange={(switches) => set({ switches })} />
        <TextInput
          label={t("rostering.sync.school")}
          description={t("rostering.sync.schoolHint")}
          value={values.schoolSourcedId}
          maxLength={255}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set({ schoolSourcedId: event.currentTarget.value })}
        />
        <NumberInput
          label={t("rostering.sync.nights")}
          description={t("rostering.sync.nightsHint")}
          min={1}
          max={30}
          value={values.archiveAfterNights}
          onChange={(nights) => set({ archiveAfterNights: Number(nights) || 1 })}
          maw={320}
        />
        <Checkbox
          label={t("rostering.sync.takesBack")}
          description={t("rostering.sync.takesBackHint")}
          checked={values.takesBackEdits}
          onChange={(event) => set({ takesBackEdits: event.currentTarget.checked })}
        />
        <Checkbox
          label={t("rostering.sync.owns")}
          description={t("rostering.sync.ownsHint")}
          checked={values.ownsHandAdded}
          onChange={(event) => set({ ownsHandAdded: event.currentTarget.checked })}
        />
        <ClassesFields values={values} onChange={set} />
        <WindowsField windows={values.windows} onChange={(windows) => set({ windows })} />
        {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}
