import { Divider, Group, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { StateMessage } from "@/components/StateMessage";
import { useNow } from "@/components/use-now";
import { ConnectionRow } from "./ConnectionRow";
import { DropZone } from "./DropZone";
import { type Connection, connectionsQuery, rosteringKey, runsQuery } from "./queries";
import { RunsTable } from "./RunsTable";
import "./texts";

/** How the school is rostered: connections, what waits for a person, and the last files. */
export function RosteringPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/rostering" });
  const may = useMay(school);
  useLive(rosteringKey(school), { collection: `schools/${school}/rosterRuns`, newestBy: "receivedTime" });
  return (
    <Page title={t("rostering.title")}>
      {may("rosterConnections:get") && <Connections school={school} />}
      <Waiting school={school} />
      <LastRuns school={school} />
    </Page>
  );
}

function Connections({ school }: { school: string }) {
  const { t } = useTranslation();
  const found = useQuery(connectionsQuery(useApi(), school));
  const may = useMay(school);
  const now = useNow();
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  const connections = found.data.rosterConnections;
  if (connections.length === 0) return <NotConnected school={school} />;
  const open = connections.filter(({ enabled }) => enabled);
  return (
    <Stack gap="lg">
      {connections.map((connection) => (
        <ConnectionRow key={connection.name} school={school} connection={connection} now={now} />
      ))}
      {may("rosterConnections:edit") && (
        <Group>
          <ButtonLink variant="default" to="/schools/$school/rostering/connect" params={{ school }}>
            {t("rostering.connect.another")}
          </ButtonLink>
        </Group>
      )}
      {may("rosterUploads:create") && open.length > 0 && <Uploads school={school} connections={open} />}
      <Divider />
    </Stack>
  );
}

function Uploads({ school, connections }: { school: string; connections: readonly Connection[] }) {
  const { t } = useTranslation();
  return (
    <Stack component="section" gap="xs" aria-labelledby="upload">
      <Title order={2} size="h4" id="upload">
        {t("rostering.upload.title")}
      </Title>
      <DropZone school={school} connections={connections} />
    </Stack>
  );
}

function NotConnected({ school }: { school: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  return (
    <StateMessage title={t("rostering.notConnected")} text={t("rostering.notConnectedHint")}>
      {may("rosterConnections:edit") && (
        <ButtonLink to="/schools/$school/rostering/connect" params={{ school }}>
          {t("rostering.connect.first")}
        </ButtonLink>
      )}
    </StateMessage>
  );
}

/** What a person has to decide; nothing where nothing waits. */
function Waiting({ school }: { school: string }) {
  const { t } = useTranslation();
  const found = useQuery(runsQuery(useApi(), school, "", 'approval = "PENDING"'));
  if (!found.data?.rosterRuns.length) return null;
  return (
    <Stack component="section" gap="xs" aria-labelledby="waiting">
      <Title order={2} size="h4" id="waiting">
        {t("rostering.waitsForYou", { count: found.data.rosterRuns.length })}
      </Title>
      <RunsTable school={school} runs={found.data.rosterRuns} error={null} onRetry={() => void found.refetch()} />
    </Stack>
  );
}

function LastRuns({ school }: { school: string }) {
  const { t } = useTranslation();
  const { pageToken = "" } = useSearch({ from: "/shell/schools/$school/rostering" });
  const navigate = useNavigate();
  const found = useQuery(runsQuery(useApi(), school, pageToken));
  const to = (token: string) =>
    void navigate({
      to: "/schools/$school/rostering",
      params: { school },
      search: token ? { pageToken: token } : {},
    });
  const next = found.data?.nextPageToken;
  return (
    <Stack component="section" gap="sm" aria-labelledby="runs">
      <Title order={2} size="h4" id="runs">
        {t("rostering.runs")}
      </Title>
      <RunsTable
        school={school}
        runs={found.data?.rosterRuns}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
      <Pager isFirst={!pageToken} onFirst={() => to("")} onNext={next ? () => to(next) : undefined} />
    </Stack>
  );
}
