import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/Failure";
import type { Draft } from "@/features/calendar/use-draft";
import classes from "./Bells.module.css";
import { Publish } from "./Publish";

interface Props {
  school: string;
  draft: Draft;
  /** How many fields are wrong. */
  faults: number;
  isHeld: () => boolean;
}

/** The end of the form: what is not saved, what stands in the way, and how the draft comes to count. */
export function SaveDraft({ school, draft, faults, isHeld }: Props) {
  const { t } = useTranslation();
  const { isChanged, isStale, isBusy } = draft;
  return (
    <Paper withBorder p="sm" className={classes["save"] ?? ""}>
      <Stack gap="sm">
        {isStale ? <Stale draft={draft} /> : <Failure text={draft.failure} />}
        <Group justify="space-between">
          <Text size="sm" aria-live="polite" fw={isChanged || faults ? 550 : 400}>
            {faults > 0 ? t("bells.attention", { count: faults }) : t(isChanged ? "bells.notSaved" : "bells.allSaved")}
          </Text>
          <Group gap="xs">
            {isChanged && draft.view.calendar && (
              <Button variant="subtle" onClick={() => void draft.discard()}>
                {t("bells.discard")}
              </Button>
            )}
            <Button type="submit" variant={isChanged ? "filled" : "default"} loading={isBusy} disabled={!isChanged}>
              {t("bells.save")}
            </Button>
            <Publish school={school} draft={draft} isHeld={isHeld} />
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}

/** Somebody else has saved meanwhile: one of both has to go. */
function Stale({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" align="flex-start">
      <Failure text={t("bells.stale")} />
      <Group gap="xs">
        <Button variant="default" onClick={() => void draft.discard()}>
          {t("bells.takeTheirs")}
        </Button>
        <Button variant="default" loading={draft.isBusy} onClick={() => void draft.saveOver()}>
          {t("bells.keepMine")}
        </Button>
      </Group>
    </Stack>
  );
}
