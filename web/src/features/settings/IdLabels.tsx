import { Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { peopleSettingsQuery } from "./queries";

interface Props {
  school: string;
  settings: Schemas["PeopleSettingsView"];
  mayEdit: boolean;
}

/** What the school calls its two own ids of people. */
export function IdLabels({ school, settings, mayEdit }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [labels, setLabels] = useState({
    idField1Label: settings.idField1Label,
    idField2Label: settings.idField2Label,
  });
  const { run, isBusy, failure } = useAct(async () => {
    const saved = await answered(
      api.PATCH("/v1/schools/{school}/settings/people", {
        params: { path: { school }, query: { updateMask: Object.keys(labels).join(",") } },
        body: { ...labels, etag: settings.etag },
      }),
    );
    queries.setQueryData(peopleSettingsQuery(api, school).queryKey, saved);
    tell(t("app.saved"));
  });
  return (
    <Form label={t("settings.ids.title")} onSubmit={run} isReadOnly={!mayEdit} width={480}>
        <Title order={2} size="h4" id="ids">
          {t("settings.ids.title")}
        </Title>
        <Text>{t("settings.ids.text")}</Text>
        {(["idField1Label", "idField2Label"] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`settings.ids.${name}`)}
            value={labels[name]}
            maxLength={40}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setLabels((old) => ({ ...old, [name]: value }));
            }}
          />
        ))}
        {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}
