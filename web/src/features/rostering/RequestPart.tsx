import { Alert, Button, Group, Radio, Stack, Text, TextInput, Textarea, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { LANGUAGES } from "@/app/i18n";
import { ConfirmAct } from "@/components/ConfirmAct";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { Copied } from "./Copied";
import { requestQuery } from "./queries";
import type { PartProps } from "./use-save";
import "@/features/connection-request/texts";

type Request = Schemas["ConnectionRequestView"];

const REQUEST = "/v1/schools/{school}/rosterConnections/{connection}";
const MEANINGS: Record<Schemas["ConnectionRequestState"], Meaning> = {
  NONE: "quiet",
  OPEN: "waiting",
  USED: "done",
  EXPIRED: "refused",
  REVOKED: "quiet",
};

/** A link by which whoever runs the system enters its values, what became of it, and its end. */
export function RequestPart({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const api = useApi();
  const path = { school, connection: idOf(connection.name) };
  const found = useQuery(requestQuery(api, school, path.connection));
  const [isAsking, setAsking] = useState(false);
  const [link, setLink] = useState<{ link: string; email: string } | null>(null);
  if (!found.data) return null;
  const request = found.data;
  const made = (shown: Schemas["ConnectionRequestLink"]) => {
    setAsking(false);
    // The answer of a call that had to be sent again holds no link.
    if (shown.link) setLink({ link: new URL(shown.link, location.origin).href, email: shown.email ?? "" });
    else tell(t("connectionRequest.unseen"));
  };
  return (
    <Stack component="section" gap="md" aria-labelledby="request">
      <Title order={2} size="h4" id="request">
        {t("connectionRequest.title")}
      </Title>
      <Text size="sm">{t("connectionRequest.hint")}</Text>
      {request.state !== "NONE" && <State school={school} request={request} />}
      {link && <Link shown={link} onClose={() => setLink(null)} />}
      {mayEdit && !isAsking && (
        <Group>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t(request.state === "NONE" ? "connectionRequest.ask" : "connectionRequest.askAgain")}
          </Button>
          {request.state === "OPEN" && <Revoke path={path} onRevoked={() => setLink(null)} />}
        </Group>
      )}
      {mayEdit && isAsking && (
        <Ask path={path} replaces={request.state === "OPEN"} onMade={made} onClose={() => setAsking(false)} />
      )}
    </Stack>
  );
}

function State({ school, request }: { school: string; request: Request }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const { state, email, asker } = request;
  const mailed = email && t(request.mailTime ? "connectionRequest.to" : "connectionRequest.toSoon", { email });
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <StateBadge meaning={MEANINGS[state]} label={t(`connectionRequest.states.${state}`)} />
        <Text size="sm">
          <When time={request.closeTime ?? (state === "EXPIRED" ? request.expireTime : request.createTime)} zone={zone} />
        </Text>
      </Group>
      {asker && <Text size="sm">{t("connectionRequest.by", { email: asker })}</Text>}
      {mailed && state === "OPEN" && <Text size="sm">{mailed}</Text>}
      {state === "OPEN" && (
        <Text size="sm">
          {t("connectionRequest.ends")} <When time={request.expireTime} zone={zone} />
        </Text>
      )}
      {(state === "USED" || state === "EXPIRED") && (
        <Text size="sm">{t(state === "USED" ? "connectionRequest.usedHint" : "connectionRequest.expiredHint")}</Text>
      )}
    </Stack>
  );
}

/** What is shown this once. */
function Link({ shown, onClose }: { shown: { link: string; email: string }; onClose: () => void }) {
  const { t } = useTranslation();
  const { link, email } = shown;
  return (
    <Alert role="alert" variant="outline" title={t("connectionRequest.once")}>
      <Stack gap="xs">
        <Text size="sm">{email ? t("connectionRequest.onceMailed", { email }) : t("connectionRequest.onceHint")}</Text>
        <Copied label={t("connectionRequest.link")} value={link} />
        <Group>
          <Button variant="default" onClick={onClose}>
            {t("connectionRequest.noted")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface Path {
  school: string;
  connection: string;
}

function useRequest(path: Path) {
  const api = useApi();
  const queries = useQueryClient();
  return {
    api,
    once: useOnce(),
    changed: () => queries.invalidateQueries({ queryKey: requestQuery(api, path.school, path.connection).queryKey }),
  };
}

function Revoke({ path, onRevoked }: { path: Path; onRevoked: () => void }) {
  const { t } = useTranslation();
  const { api, once, changed } = useRequest(path);
  const revoke = async () => {
    await once("revoke", (requestId) =>
      answered(api.POST(`${REQUEST}/request:revoke`, { params: { path, query: { requestId } }, body: {} })),
    );
    onRevoked();
    tell(t("connectionRequest.revoked"));
    await changed();
  };
  return (
    <ConfirmAct label={t("connectionRequest.revoke")} title={t("connectionRequest.revokeTitle")} act={revoke} isDestructive>
      {t("connectionRequest.revokeText")}
    </ConfirmAct>
  );
}

interface AskProps {
  path: Path;
  replaces: boolean;
  onMade: (made: Schemas["ConnectionRequestLink"]) => void;
  onClose: () => void;
}

function Ask({ path, replaces, onMade, onClose }: AskProps) {
  const { t, i18n } = useTranslation();
  const { api, once, changed } = useRequest(path);
  const [email, setEmail] = useState("");
  const [note, setNote] = useState("");
  const [language, setLanguage] = useState(i18n.language);
  const { run, isBusy, failure, error } = useAct(async () => {
    const body = {
      email: email.trim(),
      note: note.trim(),
      language: LANGUAGES.find((one) => one === language) ?? null,
    };
    const made = await once(body, (requestId) =>
      answered(api.POST(`${REQUEST}:request`, { params: { path, query: { requestId } }, body })),
    );
    onMade(made);
    await changed();
  });
  const isRefused = error instanceof ApiError && error.fields.includes("email");
  return (
    <Form label={t("connectionRequest.title")} onSubmit={run} width={480}>
      {replaces && <Text size="sm">{t("connectionRequest.replaces")}</Text>}
      <TextInput
        label={t("connectionRequest.email")}
        description={t("connectionRequest.emailHint")}
        error={isRefused && t("connectionRequest.emailRefused")}
        type="email"
        autoComplete="off"
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Textarea
        label={t("connectionRequest.note")}
        description={t("connectionRequest.noteHint")}
        maxLength={500}
        rows={3}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Radio.Group label={t("connectionRequest.language")} value={language} onChange={setLanguage}>
        <Group gap="md" mt={4}>
          {LANGUAGES.map((one) => (
            <Radio key={one} value={one} label={t(`preferences.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Failure text={isRefused ? "" : failure} />
      <Group>
        <Button type="submit" loading={isBusy}>
          {t("connectionRequest.make")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
      </Group>
    </Form>
  );
}
