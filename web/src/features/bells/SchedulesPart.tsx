import { Button, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { newId } from "./calendar-parts";
import { useEditor } from "./editor";
import { faultsOf } from "./faults";
import { ScheduleFields } from "./ScheduleFields";

const MOST = 60;

interface Props {
  /** Place of the schedule whose table is shown. */
  open: number;
  onOpen: (place: number) => void;
}

/** When the bell rings, in as many ways as the school has days. */
export function SchedulesPart({ open, onOpen }: Props) {
  const { t } = useTranslation();
  const { calendar, edit } = useEditor();
  const { schedules } = calendar;
  const shown = Math.min(open, schedules.length - 1);
  const wrong = new Set([...faultsOf(calendar).keys()].map((place) => /^schedules\[(\d+)\]/.exec(place)?.[1]));
  const add = () => {
    edit((was) => ({ ...was, schedules: [...was.schedules, { id: newId("schedule", was.schedules), displayName: "", blocks: [] }] }));
    onOpen(schedules.length);
  };
  return (
    <Stack component="section" gap="md" aria-labelledby="schedules">
      <Stack gap="xs">
        <Title order={2} size="h4" id="schedules">
          {t("bells.schedules")}
        </Title>
        <Text maw={720}>{t("bells.schedulesHint")}</Text>
      </Stack>
      {schedules.length > 0 && (
        <Tabs value={`${shown}`} onChange={(place) => onOpen(Number(place))} keepMounted={false}>
          <Tabs.List aria-label={t("bells.schedules")}>
            {schedules.map(({ id, displayName }, place) => (
              <Tabs.Tab
                key={id}
                value={`${place}`}
                {...(wrong.has(`${place}`) ? { rightSection: <IconAlertCircle size={16} aria-label={t("bells.isWrong")} /> } : {})}
              >
                {displayName || t("bells.unnamed")}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {schedules.map(({ id }, place) => (
            <Tabs.Panel key={id} value={`${place}`} pt="md">
              <ScheduleFields place={place} onOpen={onOpen} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      <Group>
        <Button variant="default" disabled={schedules.length >= MOST} onClick={add}>
          {t("bells.addSchedule")}
        </Button>
      </Group>
    </Stack>
  );
}
