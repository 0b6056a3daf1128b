import { Alert, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Changed } from "../Changed";
import { type Run, rosteringKey, runQuery, runsQuery } from "../queries";
import { Decide } from "../RunDecisions";
import { RunHolds } from "../RunHolds";
import { RunProblems } from "../RunProblems";
import { PullTrouble, RunPull } from "../RunPull";
import { RunState } from "../RunState";
import { Takeover } from "../Takeover";
import type { PartProps } from "../use-save";
import { Begin } from "./Begin";
import { Done } from "./Done";
import { phaseOf } from "./phase";
import { Step, StepEnd } from "./Step";

/** The dry run: started here, looked at, and approved, which turns the connection on. */
export function PlanStep(own: PartProps) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const id = idOf(connection.name);
  const api = useApi();
  useLive(rosteringKey(school), { collection: `schools/${school}/rosterRuns`, newestBy: "receivedTime" });
  const found = useQuery(runsQuery(api, school, "", `connection = "${id}"`));
  const newest = found.data?.rosterRuns[0];
  return (
    <Step step="plan" title={t("connect.plan.title")} text={t("connect.plan.text")}>
      {found.isPending && <Skeleton height={160} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Stands own={own} newest={newest} />}
      <StepEnd school={school} connection={id} step="plan" />
    </Step>
  );
}

/** What the last run has come to, and what is to be done about it. */
function Stands({ own, newest }: { own: PartProps; newest: Run | undefined }) {
  const { school, connection } = own;
  const phase = phaseOf(connection, newest);
  if (!newest || phase === "begin") return <Begin own={own} />;
  return (
    <Stack gap="lg">
      {phase === "working" && <Working school={school} run={newest} />}
      {phase === "decide" && <Plan school={school} run={newest} />}
      {phase === "failed" && <Failed own={own} run={newest} />}
      {phase === "done" && <Done own={own} run={newest} />}
    </Stack>
  );
}

function Working({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <div aria-live="polite">
        <RunState run={run} />
      </div>
      <Text>{t(run.trigger === "APPROVAL" ? "connect.plan.applying" : "connect.plan.working")}</Text>
      <PullTrouble school={school} run={run} />
      <RunPull school={school} run={run} />
    </Stack>
  );
}

function Plan({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const may = useMay(school);
  return (
    <Stack gap="lg">
      <Alert variant="outline" color="yellow" title={t("connect.plan.only")}>
        {t("connect.plan.onlyHint")}
      </Alert>
      <Part id="planned" title={t("connect.plan.would")}>
        <Changed counts={run.planned} none={t("rostering.run.nobody")} />
      </Part>
      <Takeover school={school} run={run} />
      <RunHolds holds={run.holds} />
      <OneByOne school={school} run={run} />
      {may("rosterRuns:decide") && <Decide school={school} run={run} label={t("connect.plan.turnOn")} stays />}
    </Stack>
  );
}

function Failed({ own, run }: { own: PartProps; run: Run }) {
  const { t } = useTranslation();
  const { school } = own;
  const whole = useQuery(runQuery(useApi(), school, idOf(run.name))).data ?? run;
  return (
    <Stack gap="lg">
      <RunState run={whole} />
      <Text>{t(`connect.plan.${run.outcome === "UNCHANGED" ? "nothing" : "failed"}`)}</Text>
      <RunHolds holds={whole.holds} />
      <RunProblems run={whole} />
      <Begin own={own} isAgain />
    </Stack>
  );
}

function OneByOne({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  if (!run.planHash) return null;
  return (
    <Group>
      <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run: idOf(run.name) }} hash="plan">
        {t("connect.plan.oneByOne")}
      </PageLink>
    </Group>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={3} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
