import { Progress, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/components/StateBadge";
import type { Run } from "./queries";
import { isRunning, percentOf, stateOf } from "./run-state";

/** Where a run stands; with a bar while it works. */
export function RunState({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { word, meaning } = stateOf(run);
  return (
    <Stack gap={4} align="flex-start">
      <StateBadge meaning={meaning} label={t(`rostering.states.${word}`)} />
      {isRunning(run) && (percentOf(run) !== null || !run.pull?.trouble) && <RunBar run={run} />}
    </Stack>
  );
}

function RunBar({ run }: { run: Run }) {
  const { t } = useTranslation();
  const percent = percentOf(run);
  return (
    <Progress.Root w="100%" miw={96} maw={320} size="md">
      <Progress.Section
        value={percent ?? 100}
        animated={percent === null}
        striped={percent === null}
        color={run.pull?.trouble ? "var(--waiting)" : "var(--running)"}
        // Of a bar that only moves nobody is told that it is full.
        withAria={percent !== null}
        {...(percent === null ? { role: "progressbar" } : {})}
        aria-label={t("rostering.progress")}
      />
    </Progress.Root>
  );
}
