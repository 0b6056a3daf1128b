import { Button, Group, Select, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { LANGUAGES } from "@/app/i18n";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { noticeSettingsQuery } from "./queries";

interface Props {
  school: string;
  settings: Schemas["NoticeSettingsView"];
  mayEdit: boolean;
}

/** Who gets the mail that says what a roster file came to, and in which language. */
export function Recipients({ school, settings, mayEdit }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [recipients, setRecipients] = useState(settings.rosterResult.recipients);
  const { run, isBusy, failure } = useAct(async () => {
    const saved = await answered(
      api.PATCH("/v1/schools/{school}/settings/notifications", {
        params: { path: { school }, query: { updateMask: "rosterResult" } },
        body: { rosterResult: { ...settings.rosterResult, recipients }, etag: settings.etag },
      }),
    );
    queries.setQueryData(noticeSettingsQuery(api, school).queryKey, saved);
    tell(t("app.saved"));
  });
  const set = (place: number, changed: Partial<Schemas["RecipientView"]>) =>
    setRecipients((old) => old.map((one, index) => (index === place ? { ...one, ...changed } : one)));
  return (
    <Form label={t("settings.mail.title")} onSubmit={run} isReadOnly={!mayEdit} width={640}>
        <Title order={2} size="h4" id="recipients">
          {t("settings.mail.title")}
        </Title>
        <Text>{t("settings.mail.text")}</Text>
        {recipients.length === 0 && <Text c="dimmed">{t("settings.mail.none")}</Text>}
        {recipients.map((recipient, place) => (
          <Group key={place} align="flex-end">
            <TextInput
              type="email"
              required
              label={t("settings.mail.address")}
              value={recipient.address}
              onChange={(event) => set(place, { address: event.currentTarget.value })}
            />
            <Select
              label={t("settings.mail.language")}
              data={LANGUAGES.map((value) => ({ value, label: t(`preferences.${value}`) }))}
              value={recipient.language}
              allowDeselect={false}
              onChange={(language) => set(place, { language: language as Schemas["Language"] })}
              w={140}
            />
            {mayEdit && (
              <Button
                variant="default"
                aria-label={t("settings.mail.removeOf", { address: recipient.address })}
                onClick={() => setRecipients((old) => old.filter((_, index) => index !== place))}
              >
                {t("settings.mail.remove")}
              </Button>
            )}
          </Group>
        ))}
        {mayEdit && (
          <>
            <Group>
              <Button
                variant="default"
                onClick={() => setRecipients((old) => [...old, { address: "", language: "en" }])}
              >
                {t("settings.mail.add")}
              </Button>
            </Group>
            <SaveBar isBusy={isBusy} failure={failure} />
          </>
        )}
    </Form>
  );
}
