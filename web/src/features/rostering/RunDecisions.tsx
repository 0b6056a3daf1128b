import { Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/features/account/me";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { tell } from "@/components/toasts";
import { Changed } from "./Changed";
import { type Run, idOf, rosteringKey } from "./queries";

/** What a person may say to a run: approve, discard, undo, work on its file again. */
export function RunDecisions({ school, run }: { school: string; run: Run }) {
  const may = useMay(school);
  const isPending = run.approval === "PENDING";
  const canUndo = run.outcome === "APPLIED" && !run.undoneBy && run.trigger !== "UNDO" && may("rosterRuns:undo");
  const canRepeat = run.state === "CLOSED" && Boolean(run.file) && !isPending && may("rosterRuns:again");
  const canDecide = isPending && may("rosterRuns:decide");
  if (!canDecide && !canUndo && !canRepeat) return null;
  return (
    <Group align="flex-start">
      {canDecide && <Decide school={school} run={run} />}
      {canUndo && <Undo school={school} run={run} />}
      {canRepeat && <Again school={school} run={run} />}
    </Group>
  );
}

/** The call's path and query, what to read again, and the way to the run that began. */
function useRunActs(school: string, run: Run) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return {
    params: () => ({
      path: { school, run: idOf(run.name) },
      query: { requestId: crypto.randomUUID() },
    }),
    changed: () => queries.invalidateQueries({ queryKey: rosteringKey(school) }),
    goTo: (name: string) =>
      navigate({ to: "/schools/$school/rostering/runs/$run", params: { school, run: idOf(name) } }),
  };
}

function Decide({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const api = useApi();
  const { params, changed, goTo } = useRunActs(school, run);
  const email = useMe().data?.email;
  const isSecond = run.firstApprovedBy.length > 0;
  const planHash = run.planHash ?? "";
  const approve = async () => {
    const done = await answered(
      api.POST("/v1/schools/{school}/rosterRuns/{run}:approve", {
        params: params(),
        body: { planHash, persons: [] },
      }),
    );
    tell(done.needsSecondPerson ? t("rostering.approve.needsSecond") : t("rostering.approve.done"));
    await changed();
    if (done.run) await goTo(done.run);
  };
  const discard = async () => {
    await answered(
      api.POST("/v1/schools/{school}/rosterRuns/{run}:discard", { params: params(), body: { planHash } }),
    );
    tell(t("rostering.discard.done"));
    await changed();
  };
  return (
    <Stack gap="xs">
      <Group>
        <ConfirmAct label={t("rostering.approve.label")} title={t("rostering.approve.title")} act={approve} variant="filled">
          <Text mb="sm">{t("rostering.approve.text")}</Text>
          <Changed counts={run.planned} none={t("rostering.run.nobody")} />
        </ConfirmAct>
        <ConfirmAct label={t("rostering.discard.label")} title={t("rostering.discard.title")} act={discard} isDestructive>
          {t("rostering.discard.text")}
        </ConfirmAct>
      </Group>
      {isSecond && (
        <Text size="sm">{t("rostering.approve.second", { who: run.firstApprovedBy.join(", "), email })}</Text>
      )}
    </Stack>
  );
}

function Undo({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const api = useApi();
  const { params, changed, goTo } = useRunActs(school, run);
  const undo = async () => {
    const done = await answered(
      api.POST("/v1/schools/{school}/rosterRuns/{run}:undo", { params: params(), body: {} }),
    );
    tell(t("rostering.undo.started"));
    await changed();
    if (done.run) await goTo(done.run);
  };
  return (
    <ConfirmAct label={t("rostering.undo.label")} title={t("rostering.undo.title")} act={undo} isDestructive>
      <Text mb="sm">{t("rostering.undo.text")}</Text>
      <Changed counts={run.counts} none={t("rostering.run.nobody")} />
    </ConfirmAct>
  );
}

function Again({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const api = useApi();
  const { params, changed, goTo } = useRunActs(school, run);
  const again = async () => {
    const done = await answered(
      api.POST("/v1/schools/{school}/rosterRuns/{run}:again", { params: params(), body: {} }),
    );
    tell(t("rostering.again.started"));
    await changed();
    if (done.run) await goTo(done.run);
  };
  return (
    <ConfirmAct label={t("rostering.again.label")} title={t("rostering.again.title")} act={again}>
      {t("rostering.again.text")}
    </ConfirmAct>
  );
}
