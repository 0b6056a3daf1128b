import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ButtonLink, PageLink } from "@/components/links";
import { StateBadge } from "@/components/StateBadge";
import { tell } from "@/components/toasts";
import { useOnce } from "@/components/use-once";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { connectionState } from "./feed-state";
import { type Connection, rosteringKey } from "./queries";
import { SyncNow } from "./SyncNow";

/** One connection: whether it does well, since when, and what may be asked of it. */
export function ConnectionRow({ school, connection, now }: { school: string; connection: Connection; now: number }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const zone = useZone(school);
  const { word, meaning } = connectionState(connection, now);
  const id = idOf(connection.name);
  const isUnfinished = !connection.verifiedTime && !connection.feed.stopped && may("rosterConnections:edit");
  return (
    <Stack component="section" gap="xs" aria-labelledby={`connection-${id}`}>
      <Group justify="space-between" align="flex-start">
        <Group gap="sm">
          <Title order={2} size="h4" id={`connection-${id}`}>
            {connection.displayName || id}
          </Title>
          <StateBadge meaning={meaning} label={t(`rostering.feed.${word}`)} />
        </Group>
        {may("rosterConnections:get") && (
          <PageLink to="/schools/$school/rostering/connections/$connection" params={{ school, connection: id }}>
            {t("rostering.connection.open")}
          </PageLink>
        )}
      </Group>
      {isUnfinished && (
        <Group>
          <ButtonLink to="/schools/$school/rostering/connect" params={{ school }} search={{ connection: id }}>
            {t("steps.goOn")}
          </ButtonLink>
        </Group>
      )}
      <Text>
        {t("rostering.feed.lastGood")}{" "}
        <When time={connection.feed.lastGoodTime} zone={zone} none={t("rostering.feed.never")} />
      </Text>
      {(word === "STOPPED" || word === "LATE") && (
        <Alert color="red" role="alert" title={t(`rostering.feed.${word}`)}>
          {word === "STOPPED"
            ? t(`rostering.stopped.${connection.feed.stopped ?? "SUSPENDED"}`, { count: connection.feed.waiting })
            : t("rostering.feed.lateHint")}
        </Alert>
      )}
      {may("rosterFeeds:steer") && <Acts school={school} connection={connection} />}
    </Stack>
  );
}

function Acts({ school, connection }: { school: string; connection: Connection }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const path = { school, connection: idOf(connection.name) };
  const once = useOnce();
  const again = () => queries.invalidateQueries({ queryKey: rosteringKey(school) });
  const resume = async () => {
    const done = await once("resume", (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:resume", {
          params: { path, query: { requestId } },
          body: {},
        }),
      ),
    );
    tell(t("rostering.resume.done", { count: done.runs.length }));
    await again();
  };
  const archiveNow = async () => {
    const done = await once("archiveNow", (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:archiveNow", {
          params: { path, query: { requestId } },
          body: {},
        }),
      ),
    );
    tell(done.run ? t("rostering.archiveNow.started") : t("rostering.archiveNow.nobody"));
    await again();
  };
  return (
    <Group>
      <SyncNow school={school} connection={connection} />
      {connection.feed.stopped && connection.feed.stopped !== "MIGRATED" && (
        <ConfirmAct label={t("rostering.resume.label")} title={t("rostering.resume.title")} act={resume} variant="filled">
          {t("rostering.resume.text", { count: connection.feed.waiting })}
        </ConfirmAct>
      )}
      {connection.enabled && !connection.feed.stopped && connection.feed.lastGoodTime && (
        <ConfirmAct label={t("rostering.archiveNow.label")} title={t("rostering.archiveNow.title")} act={archiveNow}>
          {t("rostering.archiveNow.text")}
        </ConfirmAct>
      )}
    </Group>
  );
}
