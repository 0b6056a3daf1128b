import { Group, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/Failure";
import { StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import type { CalendarView } from "@/features/calendar/queries";
import type { Draft } from "@/features/calendar/use-draft";
import { useZone } from "@/features/schools/zone";

/** Whether what is shown counts, since when, and who sees the draft. */
export function Standing({ school, view, draft }: { school: string; view: CalendarView; draft?: Draft }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const { published, changed } = view;
  const word = !published ? "never" : changed || draft?.isChanged ? "differs" : "counts";
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StateBadge meaning={word === "counts" ? "done" : "waiting"} label={t(`bells.standing.${word}`)} />
        {published && (
          <Text size="sm" c="dimmed">
            {t("bells.since", { version: published.version })} <When time={published.publishTime} zone={zone} />
          </Text>
        )}
      </Group>
      {draft && view.calendar && (
        <>
          <Switch
            label={t("bells.visible")}
            description={t("bells.visibleHint")}
            checked={view.visibleToStaff}
            disabled={draft.show.isBusy}
            onChange={({ currentTarget }) => void draft.show.run(currentTarget.checked)}
          />
          <Failure text={draft.show.failure} />
        </>
      )}
    </Stack>
  );
}
