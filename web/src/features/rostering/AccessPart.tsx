import { Alert, Button, CopyButton, Group, Skeleton, Stack, Text, Textarea, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useConfiguration } from "@/app/configuration-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ErrorState } from "@/components/ErrorState";
import { Failure } from "@/components/Failure";
import { StateBadge } from "@/components/StateBadge";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { Copied } from "./Copied";
import { type Connection, type Credential, credentialsQuery } from "./queries";

const LOGINS = "/v1/schools/{school}/rosterConnections/{connection}/credentials";
const LOGIN = `${LOGINS}/{credential}` as const;

interface Shown {
  userName: string;
  password: string;
}

/** How files get in by SFTP: the address, and the names, passwords and keys that open it. */
export function AccessPart({ school, connection }: { school: string; connection: Connection }) {
  const { t } = useTranslation();
  const id = idOf(connection.name);
  const may = useMay(school);
  const found = useQuery(credentialsQuery(useApi(), school, id));
  const [shown, setShown] = useState<Shown | null>(null);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Stack gap="xl" maw={720}>
      <Address />
      {shown && <Secret shown={shown} onClose={() => setShown(null)} />}
      <Stack component="section" gap="md" aria-labelledby="logins">
        <Title order={2} size="h4" id="logins">
          {t("rostering.access.logins")}
        </Title>
        {found.isPending && <Skeleton height={96} role="status" aria-label={t("app.loading")} />}
        {found.data?.credentials.length === 0 && <Text c="dimmed">{t("rostering.access.noLogin")}</Text>}
        {found.data?.credentials.map((credential) => (
          <Login key={credential.name} school={school} connection={id} credential={credential} onSecret={setShown} />
        ))}
        {may("sftpLogins:edit") && <NewLogin school={school} connection={id} onSecret={setShown} />}
      </Stack>
    </Stack>
  );
}

function Address() {
  const { t } = useTranslation();
  const { sftp } = useConfiguration();
  return (
    <Stack component="section" gap="xs" aria-labelledby="address">
      <Title order={2} size="h4" id="address">
        {t("rostering.access.address")}
      </Title>
      {sftp ? (
        <>
          <Copied label={t("rostering.access.host")} value={sftp.host} />
          <Copied label={t("rostering.access.port")} value={String(sftp.port)} />
          <Copied label={t("rostering.access.folder")} value="/" />
          {sftp.hostKeys.map((print) => (
            <Copied key={print} label={t("rostering.access.hostKey")} value={print} />
          ))}
        </>
      ) : (
        <Text>{t("rostering.access.noAddress")}</Text>
      )}
    </Stack>
  );
}

/** What is shown this once. */
function Secret({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="yellow" title={t("rostering.access.once")}>
      <Stack gap="xs">
        <Copied label={t("rostering.access.user")} value={shown.userName} />
        <Copied label={t("rostering.access.password")} value={shown.password} />
        <Group>
          <CopyButton value={`${shown.userName}\n${shown.password}`}>
            {({ copy, copied }) => (
              <Button onClick={copy}>{copied ? t("rostering.access.copied") : t("rostering.access.copyBoth")}</Button>
            )}
          </CopyButton>
          <Button variant="default" onClick={onClose}>
            {t("rostering.access.noted")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface NewProps {
  school: string;
  connection: string;
  onSecret: (shown: Shown) => void;
}

function useLogins(school: string, connection: string) {
  const api = useApi();
  const queries = useQueryClient();
  return {
    api,
    once: useOnce(),
    changed: () => queries.invalidateQueries({ queryKey: credentialsQuery(api, school, connection).queryKey }),
  };
}

function NewLogin({ school, connection, onSecret }: NewProps) {
  const { t } = useTranslation();
  const { api, once, changed } = useLogins(school, connection);
  const make = (withPassword: boolean) => async () => {
    const made = await once({ withPassword }, (requestId) =>
      answered(
        api.POST(LOGINS, { params: { path: { school, connection }, query: { requestId } }, body: { withPassword } }),
      ),
    );
    // The answer of a call that had to be sent again holds no password.
    if (made.password) onSecret(made);
    else tell(t(made.hasPassword ? "rostering.access.madeUnseen" : "rostering.access.made", { user: made.userName }));
    await changed();
  };
  const withPassword = useAct(make(true));
  const withKeys = useAct(make(false));
  return (
    <Stack gap="xs">
      <Group>
        <Button loading={withPassword.isBusy} onClick={() => void withPassword.run()}>
          {t("rostering.access.make")}
        </Button>
        <Button variant="default" loading={withKeys.isBusy} onClick={() => void withKeys.run()}>
          {t("rostering.access.makeForKeys")}
        </Button>
      </Group>
      <Failure text={withPassword.failure || withKeys.failure} />
    </Stack>
  );
}

function Login({ school, connection, credential, onSecret }: NewProps & { credential: Credential }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const { api, once, changed } = useLogins(school, connection);
  const { userName, enabled, hasPassword, publicKeys } = credential;
  const path = { school, connection, credential: idOf(credential.name) };
  const replace = async () => {
    // Without an id: what answers a call again holds no password, and a second one only replaces the first.
    const made = await answered(api.POST(`${LOGIN}:replacePassword`, { params: { path }, body: {} }));
    onSecret(made);
    await changed();
  };
  const revoke = async () => {
    await once("revoke", (requestId) =>
      answered(api.POST(`${LOGIN}:revoke`, { params: { path, query: { requestId } }, body: {} })),
    );
    tell(t("rostering.access.revoked", { user: userName }));
    await changed();
  };
  const removeKey = async (fingerprint: string) => {
    await once(["removeKey", fingerprint], (requestId) =>
      answered(api.POST(`${LOGIN}:removeKey`, { params: { path, query: { requestId } }, body: { fingerprint } })),
    );
    await changed();
  };
  const mayEdit = enabled && may("sftpLogins:edit");
  return (
    <Stack gap="xs" component="section" aria-label={userName}>
      <Group>
        <Text fw={600}>{userName}</Text>
        <StateBadge
          meaning={enabled ? "done" : "quiet"}
          label={enabled ? t("rostering.access.open") : t("rostering.access.closed")}
        />
      </Group>
      <Text size="sm">{hasPassword ? t("rostering.access.hasPassword") : t("rostering.access.keysOnly")}</Text>
      {publicKeys.map(({ fingerprint, algorithm }) => (
        <Group key={fingerprint} gap="xs">
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {algorithm} {fingerprint}
          </Text>
          {mayEdit && (
            <ConfirmAct
              label={t("rostering.access.removeKey")}
              title={t("rostering.access.removeKeyTitle")}
              act={() => removeKey(fingerprint)}
            >
              {t("rostering.access.removeKeyText", { fingerprint })}
            </ConfirmAct>
          )}
        </Group>
      ))}
      {mayEdit && (
        <Group>
          <ConfirmAct label={t("rostering.access.replace")} title={t("rostering.access.replaceTitle")} act={replace}>
            {t("rostering.access.replaceText")}
          </ConfirmAct>
          <ConfirmAct
            label={t("rostering.access.revoke")}
            title={t("rostering.access.revokeTitle", { user: userName })}
            act={revoke}
            isDestructive
          >
            {t("rostering.access.revokeText")}
          </ConfirmAct>
        </Group>
      )}
      {mayEdit && <AddKey path={path} onAdded={changed} />}
    </Stack>
  );
}

interface KeyProps {
  path: { school: string; connection: string; credential: string };
  onAdded: () => Promise<void>;
}

function AddKey({ path, onAdded }: KeyProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [publicKey, setPublicKey] = useState("");
  const once = useOnce();
  const { run, isBusy, failure } = useAct(async () => {
    const body = { publicKey: publicKey.trim() };
    await once(body, (requestId) =>
      answered(api.POST(`${LOGIN}:addKey`, { params: { path, query: { requestId } }, body })),
    );
    setPublicKey("");
    await onAdded();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t("rostering.access.key")}
          description={t("rostering.access.keyHint")}
          value={publicKey}
          onChange={(event) => setPublicKey(event.currentTarget.value)}
          error={failure || undefined}
          rows={2}
        />
        <Group>
          <Button type="submit" variant="default" loading={isBusy} disabled={!publicKey.trim()}>
            {t("rostering.access.addKey")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
