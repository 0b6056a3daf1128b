import { Group, Select, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useNow } from "@/components/use-now";
import { RecipientFields } from "@/features/settings/RecipientFields";
import { NightPicture } from "./NightPicture";
import { hourIn, planOf } from "./night-time";
import { type NightSettings, nightSettingsQuery } from "./queries";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The hours of the night with a picture of it, and who gets the district's mail. */
export function NightForm({ settings, mayEdit }: { settings: NightSettings; mayEdit: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [values, setValues] = useState({
    pullHour: settings.pullHour,
    archiveHour: settings.archiveHour,
    summaryRecipients: settings.summaryRecipients,
  });
  const set = (changed: Partial<typeof values>) => setValues((old) => ({ ...old, ...changed }));
  const { run, isBusy, failure } = useAct(async () => {
    const params = { query: { updateMask: Object.keys(values).join(",") } };
    const body = { ...values, etag: settings.etag };
    const saved = await answered(api.PATCH("/v1/settings/rostering", { params, body }));
    queries.setQueryData(nightSettingsQuery(api).queryKey, saved);
    tell(t("app.saved"));
  });
  const plan = planOf(values.pullHour, values.archiveHour);
  return (
    <Form label={t("nights.when")} onSubmit={run} isReadOnly={!mayEdit} width={720}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("nights.when")}
        </Title>
        <Zone zone={settings.timeZone} />
        {!mayEdit && <Text>{t("nights.readOnly")}</Text>}
      </Stack>
      <Group align="flex-end">
        <HourField name="pullHour" value={values.pullHour} onChange={(pullHour) => set({ pullHour })} />
        <HourField name="archiveHour" value={values.archiveHour} onChange={(archiveHour) => set({ archiveHour })} />
      </Group>
      <NightPicture plan={plan} />
      {plan.archivesEarly && <Text>{t("nights.archivesEarly")}</Text>}
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("nights.mail")}
        </Title>
        <Text>{t("nights.mailHint")}</Text>
      </Stack>
      <RecipientFields
        recipients={values.summaryRecipients}
        none={t("nights.mailNone")}
        mayEdit={mayEdit}
        onChange={(summaryRecipients) => set({ summaryRecipients })}
      />
      {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}

/** On whose clocks, and what they show now. */
function Zone({ zone }: { zone: string }) {
  const { t, i18n } = useTranslation();
  const now = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short", timeZone: zone }).format(useNow());
  return <Text>{t("nights.zone", { zone, now })}</Text>;
}

interface HourFieldProps {
  name: "pullHour" | "archiveHour";
  value: number;
  onChange: (hour: number) => void;
}

function HourField({ name, value, onChange }: HourFieldProps) {
  const { t, i18n } = useTranslation();
  return (
    <Select
      label={t(`nights.${name}`)}
      description={t(`nights.${name}Hint`)}
      data={HOURS.map((hour) => ({ value: `${hour}`, label: hourIn(i18n.language, hour) }))}
      value={`${value}`}
      allowDeselect={false}
      onChange={(hour) => onChange(Number(hour))}
      w={{ base: "100%", xs: 280 }}
    />
  );
}
