import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { AS_TYPED, AddressFields } from "@/features/rostering/AddressFields";
import { Collections, Problems } from "@/features/rostering/SourceTrial";
import { type AnswerFault, GONE, type Values, changedBy, faultsIn, sentOf, valuesOf } from "./answer";

interface Props {
  code: string;
  profile: Schemas["AskedSource"]["api"];
  onSent: () => void;
  onGone: () => void;
}

/** The address and the key: tried as often as one likes, and sent once. */
export function AnswerForm({ code, profile, onSent, onGone }: Props) {
  const { t } = useTranslation();
  const [values, setValues] = useState(() => valuesOf(profile));
  const set = (by: Partial<Values>) => setValues((old) => changedBy(old, by));
  const { test, send, tried, found } = useAnswer(code, values, onSent, onGone);
  const error = send.error ?? test.error;
  const refused = error instanceof ApiError ? error.fields : [];
  const faults = tried ? faultsIn(refused, tried, sentOf(values)) : {};
  const said = (name: keyof Values) => faults[name] && t(wordsOf(name, faults[name]));
  return (
    <Form label={t("connectionRequest.page.values")} onSubmit={send.run} width={720}>
      <Title order={2} size="h4">
        {t("connectionRequest.page.values")}
      </Title>
      <AddressFields values={values} set={set} said={said} isElsewhere={faults.tokenUrl === "elsewhere"} profile={profile} />
      <TextInput
        label={t("rostering.source.clientId")}
        error={said("clientId")}
        required
        {...AS_TYPED}
        value={values.clientId}
        onChange={(event) => set({ clientId: event.currentTarget.value })}
      />
      <PasswordInput
        label={t("rostering.source.secret.label")}
        description={t("connectionRequest.page.secretHint")}
        error={said("clientSecret")}
        required
        autoComplete="new-password"
        maxLength={4_096}
        value={values.clientSecret}
        onChange={(event) => set({ clientSecret: event.currentTarget.value })}
        visibilityToggleButtonProps={{ "aria-label": t("rostering.source.secret.show") }}
      />
      <Text size="sm">{t("connectionRequest.page.testHint")}</Text>
      <Failure text={Object.keys(faults).length > 0 ? "" : send.failure || test.failure} />
      <Group>
        <Button type="submit" loading={send.isBusy} disabled={test.isBusy}>
          {t("connectionRequest.page.send")}
        </Button>
        <Button variant="default" loading={test.isBusy} disabled={send.isBusy} onClick={() => void test.run()}>
          {t("connectionRequest.page.test")}
        </Button>
      </Group>
      <div aria-live="polite">{found && <Found found={found} />}</div>
    </Form>
  );
}

/** What trying and sending come to; `tried` is what was last tried or sent, whatever became of it. */
function useAnswer(code: string, values: Values, onSent: () => void, onGone: () => void) {
  const api = useApi();
  const once = useOnce();
  const [tried, setTried] = useState<Values | null>(null);
  const [found, setFound] = useState<Schemas["SourceTried"] | null>(null);
  const doing = async (call: (body: Schemas["SourceValues"]) => Promise<void>) => {
    const sent = sentOf(values);
    setTried(sent);
    setFound(null);
    // The fields say it.
    if (!sent.clientId || !sent.clientSecret) return;
    try {
      await call({ code, ...sent });
    } catch (error) {
      if (error instanceof ApiError && error.reason === GONE) onGone();
      else throw error;
    }
  };
  const test = useAct(() =>
    doing(async (body) => setFound(await answered(api.POST("/v1/connectionRequests:test", { body })))),
  );
  const send = useAct(() =>
    doing(async (body) => {
      await once(body, (requestId) =>
        answered(api.POST("/v1/connectionRequests:answer", { params: { query: { requestId } }, body })),
      );
      onSent();
    }),
  );
  const run = (one: typeof test, other: typeof test) => () => {
    other.forget();
    return one.run();
  };
  return { tried, found, test: { ...test, run: run(test, send) }, send: { ...send, run: run(send, test) } };
}

function wordsOf(name: keyof Values, fault: AnswerFault) {
  if (fault === "missing") {
    return name === "clientId" ? "connectionRequest.page.clientIdMissing" : "connectionRequest.page.secretMissing";
  }
  if (fault === "secret") return "rostering.source.secret.refused";
  return `rostering.source.faults.${fault}` as const;
}

function Found({ found }: { found: Schemas["SourceTried"] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      {found.isWorking && (
        <Alert color="green" variant="outline" icon={<IconCheck aria-hidden />} title={t("connectionRequest.page.works")}>
          <Text size="sm">{t("connectionRequest.page.schools", { count: found.schoolCount })}</Text>
        </Alert>
      )}
      {found.problems.length > 0 && <Problems problems={found.problems} isWorking={found.isWorking} />}
      {found.collections.length > 0 && <Collections collections={found.collections} />}
    </Stack>
  );
}
