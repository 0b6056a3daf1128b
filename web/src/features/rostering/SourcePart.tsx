import { Alert, Checkbox, Group, NumberInput, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { AS_TYPED, AddressFields } from "./AddressFields";
import { systemsQuery } from "./queries";
import { RequestPart } from "./RequestPart";
import { SecretForm } from "./SecretForm";
import { SourceTrial } from "./SourceTrial";
import { SyncNow } from "./SyncNow";
import {
  type Faults,
  SCOPES,
  type Source,
  VERSIONS,
  WAYS,
  changed,
  faultsOf,
  isUsual,
  losesSecret,
  settingsOf,
  sourceOf,
  stillFaulted,
} from "./source-form";
import classes from "./SourcePart.module.css";
import { type PartProps, useSave } from "./use-save";

/** Where the system's own interface is, how it is asked, the secret that opens it, and whether it works. */
export function SourcePart(own: PartProps) {
  return (
    <Stack gap="xl" maw={720}>
      <SourceKeys {...own} />
      <SourceTrial {...own} />
      <Group>
        <SyncNow school={own.school} connection={own.connection} />
      </Group>
    </Stack>
  );
}

/** What to do in the system itself, its address, and both halves of its key. */
export function SourceKeys({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const systems = useQuery(systemsQuery(useApi()));
  const profile = systems.data?.sisSystems.find(({ name }) => name === `sisSystems/${connection.sis}`)?.api;
  if (systems.isPending) return null;
  return (
    <Stack gap="xl" maw={720}>
      <div>
        <Text>{t("rostering.source.steps.usual")}</Text>
        {profile?.steps && <Text>{t(`rostering.source.steps.${profile.steps}`)}</Text>}
      </div>
      <RequestPart school={school} connection={connection} mayEdit={mayEdit} />
      <AddressForm
        key={JSON.stringify(sourceOf(connection.apiSource, profile))}
        school={school}
        connection={connection}
        mayEdit={mayEdit}
        profile={profile}
      />
      <SecretForm school={school} connection={connection} mayEdit={mayEdit} />
    </Stack>
  );
}

type Profile = Parameters<typeof sourceOf>[1];

function AddressForm({ school, connection, mayEdit, profile }: PartProps & { profile: Profile }) {
  const { t } = useTranslation();
  const stored = connection.apiSource;
  const [source, setSource] = useState(() => sourceOf(stored, profile));
  const set = (by: Partial<Source>) => setSource((old) => changed(old, by));
  const [tried, setTried] = useState<Source | null>(null);
  const sent = settingsOf(source);
  const { run, isBusy, failure, error } = useSave(school, connection, () => ({ apiSource: sent }));
  const faults = tried && error instanceof ApiError ? stillFaulted(faultsOf(error.fields, tried), tried, sent) : {};
  const said = (name: keyof Faults) => {
    const fault = faults[name];
    return fault && t(`rostering.source.faults.${fault}`);
  };
  const submit = () => {
    setTried(sent);
    return run();
  };
  return (
    <Form label={t("rostering.source.title")} onSubmit={submit} isReadOnly={!mayEdit} width={720}>
      <Title order={2} size="h4">
        {t("rostering.source.title")}
      </Title>
      <AddressFields values={source} set={set} said={said} isElsewhere={faults.tokenUrl === "elsewhere"} profile={profile} />
      <TextInput
        label={t("rostering.source.clientId")}
        description={t("rostering.source.clientIdHint")}
        error={said("clientId")}
        {...AS_TYPED}
        value={source.clientId}
        onChange={(event) => set({ clientId: event.currentTarget.value })}
      />
      <HowItIsAsked source={source} set={set} said={said} isUsual={isUsual(sourceOf(stored, profile), profile)} />
      {mayEdit && losesSecret(stored, source) && (
        <Alert color="yellow" role="status">
          {t("rostering.source.loses")}
        </Alert>
      )}
      {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}

interface HowProps {
  source: Source;
  set: (by: Partial<Source>) => void;
  said: (name: keyof Faults) => string | undefined;
  /** What is stored is what is usual for the system. */
  isUsual: boolean;
}

/** What few have to change: folded, unless something of it is unusual or at fault. */
function HowItIsAsked({ isUsual, ...props }: HowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(!isUsual);
  const isAtFault = Boolean(props.said("customScope") ?? props.said("pageLimit"));
  return (
    <details open={isOpen || isAtFault} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes["summary"]}>
        <Title order={3} size="h5" display="inline">
          {t("rostering.source.how")}
        </Title>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t("rostering.source.howHint")}
        </Text>
      </summary>
      <How {...props} />
    </details>
  );
}

function How({ source, set, said }: Omit<HowProps, "isUsual">) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" mt="md">
      <Choice
        label={t("rostering.source.version")}
        values={VERSIONS}
        words={(value) => t(`rostering.source.versions.${value}`)}
        value={source.version}
        onChange={(version) => set({ version })}
      />
      <Choice
        label={t("rostering.source.authentication")}
        values={WAYS}
        words={(value) => t(`rostering.source.ways.${value}`)}
        value={source.authentication}
        onChange={(authentication) => set({ authentication })}
      />
      <Choice
        label={t("rostering.source.scope")}
        values={SCOPES}
        words={(value) => t(`rostering.source.scopes.${value}`)}
        value={source.scope}
        onChange={(scope) => set({ scope })}
      />
      {source.scope === "CUSTOM" && (
        <TextInput
          label={t("rostering.source.customScope")}
          error={said("customScope")}
          {...AS_TYPED}
          value={source.customScope}
          onChange={(event) => set({ customScope: event.currentTarget.value })}
        />
      )}
      <NumberInput
        label={t("rostering.source.pageLimit")}
        description={t("rostering.source.pageLimitHint")}
        error={said("pageLimit")}
        min={1}
        max={10_000}
        maw={320}
        allowDecimal={false}
        value={source.pageLimit}
        onChange={(limit) => set({ pageLimit: Number(limit) || 1 })}
      />
      <Checkbox
        label={t("rostering.source.roles")}
        checked={source.preferRoleEndpoints}
        onChange={(event) => set({ preferRoleEndpoints: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("rostering.source.cookies")}
        checked={source.keepCookies}
        onChange={(event) => set({ keepCookies: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("rostering.source.deltas")}
        description={t("rostering.source.deltasHint")}
        checked={source.deltaPulls}
        onChange={(event) => set({ deltaPulls: event.currentTarget.checked })}
      />
    </Stack>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  words: (value: T) => string;
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, values, words, value, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      data={values.map((each) => ({ value: each, label: words(each) }))}
      value={value}
      onChange={(chosen) => {
        const next = values.find((each) => each === chosen);
        if (next) onChange(next);
      }}
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      maw={480}
    />
  );
}
