import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { type Column, DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { When } from "@/components/When";
import { StateMessage } from "@/components/StateMessage";
import { useZone } from "@/features/schools/zone";
import "./pull-texts";
import { type Run } from "./queries";
import { RunState } from "./RunState";
import { changedBy, isRunning } from "./run-state";
import { useRunName } from "./use-run-name";

interface Props {
  school: string;
  runs: readonly Run[] | undefined;
  error: unknown;
  onRetry: () => void;
}

/** Files, nights, approvals and undos on their way to a result, the newest first. */
export function RunsTable({ school, runs, error, onRetry }: Props) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const columns: [Column<Run>, ...Column<Run>[]] = [
    { id: "what", title: t("rostering.run.what"), cell: (run) => <RunName school={school} run={run} /> },
    { id: "state", title: t("rostering.run.state"), cell: (run) => <RunState run={run} />, onPhone: "below" },
    { id: "changes", title: t("rostering.run.changes"), cell: (run) => <Changes run={run} />, onPhone: "below" },
    {
      id: "time",
      title: t("rostering.run.received"),
      cell: (run) => <When time={run.receivedTime} zone={zone} />,
      onPhone: "below",
    },
  ];
  return (
    <DataTable
      label={t("rostering.runs")}
      columns={columns}
      rows={runs}
      keyOf={(run) => run.name}
      error={error}
      onRetry={onRetry}
      empty={<StateMessage title={t("rostering.noRuns")} text={t("rostering.noRunsHint")} />}
    />
  );
}

function RunName({ school, run }: { school: string; run: Run }) {
  const named = useRunName();
  return (
    <>
      <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run: idOf(run.name) }} size="sm">
        {named(run)}
      </PageLink>
      <Text component="div" size="sm" c="dimmed" fw={400}>
        {run.connectionDisplayName}
      </Text>
    </>
  );
}

/** How many people a run changed, and how many wait. */
function Changes({ run }: { run: Run }) {
  const { t, i18n } = useTranslation();
  const line = (counts: Run["counts"]) =>
    changedBy(counts)
      .map(({ change, total }) =>
        t(`rostering.changed.${change}`, { count: total, formatted: total.toLocaleString(i18n.language) }),
      )
      .join(", ");
  const done = line(run.counts);
  const waiting = run.approval === "PENDING" ? line(run.planned) : "";
  return (
    <>
      {done}
      {waiting && <div>{t("rostering.run.waiting", { changes: waiting })}</div>}
      {!done && !waiting && !isRunning(run) && <Text component="span" size="sm" c="dimmed">{t("rostering.run.nobody")}</Text>}
    </>
  );
}
