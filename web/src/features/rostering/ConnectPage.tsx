import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { PlanStep } from "./connect/PlanStep";
import { STEP_HEADING } from "./connect/Step";
import { StepList } from "./connect/StepList";
import { SyncStep } from "./connect/SyncStep";
import { SystemStep } from "./connect/SystemStep";
import { TrialStep } from "./connect/TrialStep";
import { WayInStep } from "./connect/WayInStep";
import "./connect/texts";
import { type StepName, stepOf } from "./connect/wizard-steps";
import { connectionQuery } from "./queries";
import type { PartProps } from "./use-save";
import "./texts";

/**
 * Connects a system to the school, step by step. What a step has come to stands in the connection itself, so whoever
 * comes back, on whatever device, goes on where they were.
 */
export function ConnectPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/rostering/connect" });
  const { connection: id = "", step: asked } = useSearch({ from: "/shell/schools/$school/rostering/connect" });
  const found = useQuery({ ...connectionQuery(useApi(), school, id), enabled: id !== "" });
  const mayEdit = useMay(school)("rosterConnections:edit");
  const connection = id === "" ? undefined : found.data;
  const step = stepOf(connection, asked);
  useFocusOn(id === "" || connection ? step : null);
  return (
    <Page title={connection ? t("connect.titleOf", { name: connection.displayName || id }) : t("connect.title")}>
      <PageLink to="/schools/$school/rostering" params={{ school }}>
        {t("rostering.back")}
      </PageLink>
      {id !== "" && found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {id !== "" && found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {(id === "" || connection) && <StepList school={school} connection={id} current={step} />}
      {id === "" && <SystemStep school={school} connection={undefined} mayEdit={mayEdit} />}
      {connection && <StepOf step={step} own={{ school, connection, mayEdit }} />}
    </Page>
  );
}

/**
 * Have the heading of a step read out when it is reached; not that of the step that the page began with.
 *
 * @param step null until it is known
 */
function useFocusOn(step: StepName | null) {
  const shown = useRef<StepName>(null);
  useEffect(() => {
    if (step === null) return;
    if (shown.current !== null && shown.current !== step) document.getElementById(STEP_HEADING)?.focus();
    shown.current = step;
  }, [step]);
}

function StepOf({ step, own }: { step: StepName; own: PartProps }) {
  switch (step) {
    case "system":
      return <SystemStep key={own.connection.etag} {...own} />;
    case "access":
      return <WayInStep {...own} />;
    case "trial":
      return <TrialStep {...own} />;
    case "sync":
      return <SyncStep key={own.connection.etag} {...own} />;
    case "plan":
      return <PlanStep {...own} />;
  }
}
