import { Alert, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ButtonLink, PageLink } from "@/components/links";
import { Changed } from "../Changed";
import { type Connection, type Run, connectionsQuery } from "../queries";
import { hasSource } from "../source-form";
import type { PartProps } from "../use-save";

/** It runs: what the approval did, what happens from now on, and what is worth doing next. */
export function Done({ own, run }: { own: PartProps; run: Run }) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const people = { to: "/schools/$school/people", params: { school } } as const;
  const isOn = connection.enabled && !connection.feed.stopped;
  return (
    <Stack gap="lg">
      <Alert
        color={isOn ? "green" : "yellow"}
        variant="outline"
        icon={isOn ? <IconCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
        title={t(isOn ? "connect.done.title" : "connect.done.notOn")}
      >
        <Tonight school={school} connection={connection} />
      </Alert>
      <OfBefore school={school} connection={connection} run={run} />
      {run.trigger === "APPROVAL" && (
        <Stack component="section" gap="sm" aria-labelledby="did">
          <Title order={3} size="h4" id="did">
            {t("connect.done.did")}
          </Title>
          <Changed counts={run.counts} none={t("rostering.run.nobody")} />
        </Stack>
      )}
      <Next school={school} connection={connection} />
      <Group>
        <ButtonLink {...people}>{t("connect.done.people")}</ButtonLink>
        <ButtonLink variant="default" to="/schools/$school/rostering" params={{ school }}>
          {t("rostering.back")}
        </ButtonLink>
      </Group>
    </Stack>
  );
}

/** When people come next by themselves. */
function Tonight({ school, connection }: { school: string; connection: Connection }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const isPulled = hasSource(connection.method);
  const may = useMay(school);
  const night = useQuery({
    queryKey: ["settings", "rostering"],
    queryFn: () => answered(api.GET("/v1/settings/rostering")),
    enabled: isPulled && may("rosterSettings:get"),
  }).data;
  const { feed, enabled } = connection;
  if (feed.stopped) return <>{t(`rostering.stopped.${feed.stopped}`, { count: feed.waiting })}</>;
  if (!enabled) return <>{t("connect.done.off")}</>;
  if (!isPulled) return <>{t("connect.done.files")}</>;
  if (!night) return <>{t("connect.done.nights")}</>;
  const hour = new Intl.DateTimeFormat(i18n.language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    new Date(Date.UTC(2000, 0, 1, night.pullHour)),
  );
  return <>{t("connect.done.nightsAt", { hour, zone: night.timeZone })}</>;
}

/** What has become of the connection that this one takes over from. */
function OfBefore({ school, connection, run }: { school: string; connection: Connection; run: Run }) {
  const { t } = useTranslation();
  const all = useQuery(connectionsQuery(useApi(), school)).data?.rosterConnections ?? [];
  const nameOf = (id: string) => all.find(({ name }) => idOf(name) === id)?.displayName || id;
  if (connection.migratesFrom) return <Text maw={640}>{t("takeover.partly", { name: nameOf(connection.migratesFrom) })}</Text>;
  return run.tookOverFrom ? <Text maw={640}>{t("takeover.ended", { name: nameOf(run.tookOverFrom) })}</Text> : null;
}

function Next({ school, connection }: { school: string; connection: Connection }) {
  const { t } = useTranslation();
  const id = idOf(connection.name);
  const isAllOn = Object.values(connection.switches ?? {}).every(({ update, archive }) => update && archive);
  return (
    <Stack component="section" gap="sm" aria-labelledby="next">
      <Title order={3} size="h4" id="next">
        {t("connect.done.next")}
      </Title>
      <List spacing="sm" maw={640}>
        {!isAllOn && (
          <List.Item>
            {t("connect.done.switches")}{" "}
            <PageLink
              underline="always"
              to="/schools/$school/rostering/connect"
              params={{ school }}
              search={{ connection: id, step: "sync" }}
            >
              {t("connect.done.toSwitches")}
            </PageLink>
          </List.Item>
        )}
        <List.Item>
          {t("connect.done.mail")}{" "}
          <PageLink underline="always" to="/schools/$school/settings" params={{ school }}>
            {t("connect.done.toSettings")}
          </PageLink>
        </List.Item>
        <List.Item>
          {t("connect.done.windows")}{" "}
          <PageLink
            underline="always"
            to="/schools/$school/rostering/connections/$connection"
            params={{ school, connection: id }}
          >
            {t("connect.done.toConnection")}
          </PageLink>
        </List.Item>
      </List>
    </Stack>
  );
}
