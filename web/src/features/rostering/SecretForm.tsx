import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { StateBadge } from "@/components/StateBadge";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { connectionQuery, rosteringKey } from "./queries";
import { secretState } from "./source-form";
import type { PartProps } from "./use-save";

const MEANINGS = { set: "done", cleared: "waiting", none: "quiet" } as const;

/** The secret half of the key: whether it is set, and a field that only takes it in. */
export function SecretForm({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const stored = connection.apiSource;
  const state = secretState(stored);
  const time = state === "set" ? stored?.secretTime : stored?.secretClearedTime;
  return (
    <Stack component="section" gap="md" aria-labelledby="secret">
      <Title order={2} size="h4" id="secret">
        {t("rostering.source.secret.title")}
      </Title>
      <Group gap="sm">
        <StateBadge meaning={MEANINGS[state]} label={t(`rostering.source.secret.${state}`)} />
        {time && (
          <Text size="sm">
            <When time={time} zone={zone} />
          </Text>
        )}
      </Group>
      {state === "cleared" && <Text size="sm">{t("rostering.source.secret.clearedHint")}</Text>}
      {!stored && <Text size="sm">{t("rostering.source.secret.first")}</Text>}
      {stored && mayEdit && <SecretField school={school} connection={connection} mayEdit isNew={state !== "set"} />}
    </Stack>
  );
}

function SecretField({ school, connection, isNew }: PartProps & { isNew: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  const [secret, setSecret] = useState("");
  const { run, isBusy, failure, error } = useAct(async () => {
    const path = { school, connection: idOf(connection.name) };
    // With the etag of what is on the screen: the secret is meant for that address and no other.
    const body = { clientSecret: secret.trim(), etag: connection.etag };
    const saved = await once(body, (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:setSecret", {
          params: { path, query: { requestId } },
          body,
        }),
      ),
    );
    setSecret("");
    queries.setQueryData(connectionQuery(api, school, path.connection).queryKey, saved);
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
    tell(t("rostering.source.secret.saved"));
  });
  const isRefused = error instanceof ApiError && error.fields.includes("clientSecret");
  return (
    <form
      aria-label={t("rostering.source.secret.title")}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Stack gap="md" maw={480}>
        <PasswordInput
          label={t("rostering.source.secret.label")}
          description={t("rostering.source.secret.hint")}
          error={isRefused && t("rostering.source.secret.refused")}
          autoComplete="new-password"
          maxLength={4_096}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("rostering.source.secret.show") }}
        />
        <Failure text={isRefused ? "" : failure} />
        <Group>
          <Button type="submit" loading={isBusy} disabled={!secret.trim()}>
            {t(isNew ? "rostering.source.secret.save" : "rostering.source.secret.replace")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
