import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { Changed } from "./Changed";
import { type Run, rosteringKey, runQuery } from "./queries";
import { PlanTable } from "./PlanTable";
import { RunDecisions } from "./RunDecisions";
import { RunHolds } from "./RunHolds";
import { RunProblems } from "./RunProblems";
import { PullTrouble, RunPull } from "./RunPull";
import { RunState } from "./RunState";
import { isFailedPull, isPull, isRunning } from "./run-state";
import { Takeover } from "./Takeover";
import { RunWindow } from "./RunWindow";
import { AfterFailedPull } from "./AfterFailedPull";
import { useRunName } from "./use-run-name";
import "./texts";

/** One run: what it found, what it did or would do to whom, and the word that it waits for. */
export function RunPage() {
  const { t } = useTranslation();
  const named = useRunName();
  const { school, run: id } = useParams({ from: "/shell/schools/$school/rostering/runs/$run" });
  const found = useQuery(runQuery(useApi(), school, id));
  useLive(rosteringKey(school), { collection: `schools/${school}/rosterRuns`, ids: [id] });
  const run = found.data;
  return (
    <Page title={run ? named(run) : t("rostering.run.title")}>
      <PageLink to="/schools/$school/rostering" params={{ school }}>
        {t("rostering.back")}
      </PageLink>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {run && <Whole school={school} run={run} />}
    </Page>
  );
}

function Whole({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const hasFailed = isFailedPull(run);
  return (
    <Stack gap="xl">
      <Facts school={school} run={run} />
      <PullTrouble school={school} run={run} />
      {isRunning(run) && <Text maw={720}>{t("pull.next")}</Text>}
      {hasFailed && <RunProblems run={run} />}
      {hasFailed && <AfterFailedPull school={school} run={run} />}
      <RunPull school={school} run={run} />
      <RunHolds holds={run.holds} />
      <RunWindow run={run} />
      <RunDecisions school={school} run={run} />
      <Takeover school={school} run={run} />
      {!isRunning(run) && (
        <Section id="changed" title={t("rostering.run.changes")}>
          <Changed counts={run.counts} none={t("rostering.run.nobody")} />
        </Section>
      )}
      {run.approval === "PENDING" && (
        <Section id="planned" title={t("rostering.run.planned")}>
          <Changed counts={run.planned} none={t("rostering.run.nobody")} />
        </Section>
      )}
      {!hasFailed && <RunProblems run={run} />}
      {may("rosterRuns:plan") && run.planHash && (
        <Section id="plan" title={t("rostering.plan.title")}>
          <PlanTable school={school} run={run} />
        </Section>
      )}
    </Stack>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: React.ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Facts({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const other = run.source ?? run.repeats;
  return (
    <Stack gap="xs">
      <div aria-live="polite">
        <RunState run={run} />
      </div>
      <Text>
        {!isPull(run) && `${t(`rostering.triggers.${run.trigger}`)} · `}
        {run.connectionDisplayName}
      </Text>
      <Group gap="xl" component="dl" m={0}>
        <Fact name={t(isPull(run) ? "pull.started" : "rostering.run.received")}>
          <When time={run.receivedTime} zone={zone} />
        </Fact>
        {run.closedTime && (
          <Fact name={t("rostering.run.closed")}>
            <When time={run.closedTime} zone={zone} />
          </Fact>
        )}
        {run.tookOverFrom && <Fact name={t("takeover.tookOverFrom")}>{run.tookOverFrom}</Fact>}
        {run.approvedBy && <Fact name={t("rostering.run.approvedBy")}>{run.approvedBy}</Fact>}
        {other && (
          <Fact name={t("rostering.run.about")}>
            <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run: idOf(other) }}>
              {t("rostering.run.other")}
            </PageLink>
          </Fact>
        )}
        {run.undoneBy && (
          <Fact name={t("rostering.run.undoneBy")}>
            <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run: idOf(run.undoneBy) }}>
              {t("rostering.triggers.UNDO")}
            </PageLink>
          </Fact>
        )}
      </Group>
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0}>
        {children}
      </Text>
    </div>
  );
}
