import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { useMe } from "@/features/account/queries";
import { Changed } from "./Changed";
import type { Run } from "./queries";
import { TakeoverEnds } from "./Takeover";
import { useRunActs } from "./use-run-acts";

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

interface DecideProps {
  school: string;
  run: Run;
  /** What approving is called where it does more than that. */
  label?: string;
  /** The page shows itself what becomes of it. */
  stays?: boolean;
}

/** Approves a plan, or discards it. */
export function Decide({ school, run, label, stays = false }: DecideProps) {
  const { t } = useTranslation();
  const { approve, discard } = useRunActs(school, run, stays);
  const email = useMe().data?.email;
  const isSecond = run.firstApprovedBy.length > 0;
  return (
    <Stack gap="xs">
      <Group>
        <ConfirmAct
          label={label ?? t("rostering.approve.label")}
          title={t("rostering.approve.title")}
          act={() => approve([])}
          variant="filled"
        >
          <Text mb="sm">{t("rostering.approve.text")}</Text>
          <Changed counts={run.planned} none={t("rostering.run.nobody")} />
          <TakeoverEnds school={school} run={run} />
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
  const { undo } = useRunActs(school, run);
  return (
    <ConfirmAct label={t("rostering.undo.label")} title={t("rostering.undo.title")} act={undo} isDestructive>
      <Text mb="sm">{t("rostering.undo.text")}</Text>
      <Changed counts={run.counts} none={t("rostering.run.nobody")} />
    </ConfirmAct>
  );
}

function Again({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const { again } = useRunActs(school, run);
  return (
    <ConfirmAct label={t("rostering.again.label")} title={t("rostering.again.title")} act={again}>
      {t("rostering.again.text")}
    </ConfirmAct>
  );
}
