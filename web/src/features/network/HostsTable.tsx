import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/components/DataTable";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import type { Host } from "./hosts";
import { type Attempts, type Result, resultOf } from "./verdict";

const MEANINGS: Record<Result, Meaning> = {
  ok: "done",
  slow: "waiting",
  unclear: "waiting",
  blocked: "refused",
  cut: "refused",
  foreign: "refused",
  hand: "quiet",
};

interface Props {
  hosts: readonly Host[];
  attempts: Attempts;
  isRunning: boolean;
}

/** Each host with its port, what it is for, and what the test of it came to. */
export function HostsTable({ hosts, attempts, isRunning }: Props) {
  const { t } = useTranslation();
  const isTested = attempts.size > 0 || isRunning;
  const columns: [Column<Host>, ...Column<Host>[]] = [
    { id: "host", title: t("network.host"), cell: ({ host }) => <Text component="span" fz="inherit" style={{ overflowWrap: "anywhere" }}>{host}</Text> },
    { id: "port", title: t("network.port"), cell: ({ port, protocol }) => `${port} (${protocol})`, onPhone: "below-with-title" },
    { id: "uses", title: t("network.uses"), cell: (host) => <Uses host={host} />, onPhone: "below" },
    { id: "result", title: t("network.result"), cell: (host) => <ResultCell result={resultOf(host, hosts[0], attempts)} isRunning={isRunning} />, onPhone: "below" },
  ];
  const [host, port, uses, result] = columns;
  const shown: [Column<Host>, ...Column<Host>[]] = isTested && port && uses && result ? [host, result, port, uses] : [host, ...columns.slice(1, 3)];
  return (
    <DataTable
      label={t("network.hosts")}
      columns={shown}
      rows={hosts}
      keyOf={({ id }) => id}
      onRetry={() => undefined}
      empty={null}
    />
  );
}

function Uses({ host }: { host: Host }) {
  const { t } = useTranslation();
  return (
    <List size="sm" listStyleType="none">
      {host.uses.map(({ purpose }) => (
        <List.Item key={purpose}>{t(`network.purposes.${purpose}`)}</List.Item>
      ))}
    </List>
  );
}

function ResultCell({ result, isRunning }: { result: Result | undefined; isRunning: boolean }) {
  const { t } = useTranslation();
  if (!result) return isRunning ? <StateBadge meaning="running" label={t("network.trying")} /> : null;
  return (
    <>
      <StateBadge meaning={MEANINGS[result]} label={t(`network.results.${result}`)} />
      {result !== "ok" && (
        <Text size="sm" maw={360}>
          {t(`network.hints.${result}`)}
        </Text>
      )}
    </>
  );
}
