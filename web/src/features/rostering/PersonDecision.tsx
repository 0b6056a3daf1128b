import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { ConfirmAct } from "@/components/ConfirmAct";
import { tell } from "@/components/toasts";
import { type Operation, type Run, idOf, rosteringKey } from "./queries";

/** What is decided about one person and not about all at once: a new Manager, somebody taken for another. */
export function PersonDecision({ school, run, operation }: { school: string; run: Run; operation: Operation }) {
  const { person, hold, state } = operation;
  if (!person || state !== "HELD") return null;
  if (hold === "PRIVILEGE") return <ApproveOne school={school} run={run} person={person} name={nameOf(operation)} />;
  const isMatch = hold === "KEY_CHURN" && operation.verb !== "ADD";
  return isMatch ? <NotTheSame school={school} run={run} person={person} name={nameOf(operation)} /> : null;
}

const nameOf = ({ firstName, lastName, sisId }: Operation) => [firstName, lastName].filter(Boolean).join(" ") || (sisId ?? "");

interface Props {
  school: string;
  run: Run;
  person: string;
  name: string;
}

function useDecision({ school, run, person }: Omit<Props, "name">) {
  const queries = useQueryClient();
  return {
    request: () => ({
      params: { path: { school, run: idOf(run.name) }, query: { requestId: crypto.randomUUID() } },
      body: { planHash: run.planHash ?? "", persons: [person] },
    }),
    changed: () => queries.invalidateQueries({ queryKey: rosteringKey(school) }),
  };
}

function ApproveOne({ name, ...of }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const { request, changed } = useDecision(of);
  const approve = async () => {
    const done = await answered(api.POST("/v1/schools/{school}/rosterRuns/{run}:approve", request()));
    tell(done.needsSecondPerson ? t("rostering.approve.needsSecond") : t("rostering.approve.done"));
    await changed();
  };
  return (
    <ConfirmAct label={t("rostering.approveOne.label")} title={t("rostering.approveOne.title", { name })} act={approve}>
      {t("rostering.approveOne.text")}
    </ConfirmAct>
  );
}

function NotTheSame({ name, ...of }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const { request, changed } = useDecision(of);
  const decline = async () => {
    await answered(api.POST("/v1/schools/{school}/rosterRuns/{run}:declineMatches", request()));
    tell(t("rostering.notTheSame.done"));
    await changed();
  };
  return (
    <ConfirmAct label={t("rostering.notTheSame.label")} title={t("rostering.notTheSame.title", { name })} act={decline}>
      {t("rostering.notTheSame.text")}
    </ConfirmAct>
  );
}
