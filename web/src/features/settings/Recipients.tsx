import { Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { RecipientFields } from "./RecipientFields";
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
  return (
    <Form label={t("settings.mail.title")} onSubmit={run} isReadOnly={!mayEdit} width={640}>
        <Title order={2} size="h4" id="recipients">
          {t("settings.mail.title")}
        </Title>
        <Text>{t("settings.mail.text")}</Text>
        <RecipientFields recipients={recipients} none={t("settings.mail.none")} mayEdit={mayEdit} onChange={setRecipients} />
        {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}
