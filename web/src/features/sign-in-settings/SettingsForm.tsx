import { Button, Group, List, Modal, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { SessionFields, type SessionRules } from "./SessionFields";
import { WayFields } from "./WayFields";
import { signInSettingsQuery } from "./queries";
import { type Taken, type Way, faultyWays, takenBy, waysOf } from "./ways";

type Settings = Schemas["SignInSettingsView"];

/** All that is set of signing in; what would keep people out is asked about before it is saved. */
export function SettingsForm({ settings, mayEdit }: { settings: Settings; mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const api = useApi();
  const [ways, setWays] = useState(() => waysOf(settings.providers));
  const [rules, setRules] = useState(() => ({
    secondFactorRoles: settings.secondFactorRoles,
    sharedDeviceMinutes: settings.sharedDeviceMinutes,
  }));
  const [taken, setTaken] = useState<Taken[]>([]);
  const send = useSend(settings);
  const save = async () => {
    await send({ providers: ways, ...rules }, false);
    setTaken([]);
    tell(t("app.saved"));
  };
  const { run, isBusy, failure, error } = useAct(async (isSure: boolean) => {
    const lost = isSure ? [] : takenBy(waysOf(settings.providers), ways);
    if (lost.length === 0) return save();
    // What can't be saved is said before anybody is asked about it.
    await send({ providers: ways, ...rules }, true);
    setTaken(lost);
  });
  const isOld = error instanceof ApiError && error.reason === "ETAG_MISMATCH";
  const faults = error instanceof ApiError ? faultyWays(error.fields) : [];
  const change = (provider: string, changed: Partial<Way>) =>
    setWays((old) => old.map((one) => (one.provider === provider ? { ...one, ...changed } : one)));
  return (
    <Form label={t("signInSettings.title")} onSubmit={() => run(false)} isReadOnly={!mayEdit} width={720}>
      <Title order={2} size="h4">
        {t("signInSettings.ways")}
      </Title>
      {settings.providers.map((provider, place) => {
        const way = ways.find((one) => one.provider === provider.provider);
        return (
          way && (
            <WayFields
              key={provider.provider}
              provider={provider}
              way={way}
              isFaulty={faults.includes(place)}
              mayEdit={mayEdit}
              onChange={(changed) => change(provider.provider, changed)}
            />
          )
        );
      })}
      <SessionFields rules={rules} mayEdit={mayEdit} onChange={(changed) => setRules((old) => ({ ...old, ...changed }))} />
      {mayEdit && (
        <Stack>
          {taken.length === 0 && <Failure text={failure} />}
          <Group>
            <Button type="submit" loading={isBusy && taken.length === 0}>
              {t("app.save")}
            </Button>
            {isOld && (
              <Button variant="default" onClick={() => void queries.invalidateQueries(signInSettingsQuery(api))}>
                {t("signInSettings.readAgain")}
              </Button>
            )}
          </Group>
        </Stack>
      )}
      <Question
        taken={taken}
        settings={settings}
        failure={failure}
        isBusy={isBusy}
        onClose={() => setTaken([])}
        onSure={() => void run(true)}
      />
    </Form>
  );
}

function useSend(settings: Settings) {
  const api = useApi();
  const queries = useQueryClient();
  return async (changed: { providers: Way[] } & SessionRules, validateOnly: boolean) => {
    const body = { ...changed, etag: settings.etag };
    const params = { query: { updateMask: Object.keys(changed).join(","), validateOnly } };
    const saved = await answered(api.PATCH("/v1/settings/signIn", { params, body }));
    if (validateOnly) return;
    queries.setQueryData(signInSettingsQuery(api).queryKey, saved);
    await queries.invalidateQueries({ queryKey: ["signInOptions"] });
  };
}

interface QuestionProps {
  taken: readonly Taken[];
  settings: Settings;
  failure: string;
  isBusy: boolean;
  onClose: () => void;
  onSure: () => void;
}

/** Says who can't sign in any more, before it is so. */
function Question({ taken, settings, failure, isBusy, onClose, onSure }: QuestionProps) {
  const { t } = useTranslation();
  const nameOf = (provider: string) => settings.providers.find((one) => one.provider === provider)?.displayName ?? provider;
  return (
    <Modal
      opened={taken.length > 0}
      onClose={onClose}
      title={t("signInSettings.sureTitle")}
      centered
      transitionProps={{ duration: 100 }}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <Stack>
        <List>
          {taken.map(({ provider, isOff, domains }) => (
            <List.Item key={provider}>
              {isOff
                ? t("signInSettings.sureOff", { way: nameOf(provider) })
                : t("signInSettings.sureDomains", { way: nameOf(provider), domains: domains.join(", ") })}
            </List.Item>
          ))}
        </List>
        <Text size="sm">{t("signInSettings.sureHint")}</Text>
        <Failure text={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("app.cancel")}
          </Button>
          <Button color="red.9" loading={isBusy} onClick={onSure}>
            {t("app.save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
