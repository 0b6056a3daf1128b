import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AllTimes } from "./AllTimes";
import { type Block, type Schedule, changedAt, daysThatFollow, newId, withBlock, withoutAt, withoutSchedule } from "./calendar-parts";
import { DayPicture } from "./DayPicture";
import { useEditor } from "./editor";
import { SignButton } from "./SignButton";
import classes from "./Bells.module.css";

const MOST_BLOCKS = 60;

interface Props {
  place: number;
  onOpen: (place: number) => void;
}

/** One bell schedule: its name, a table of its times, and the day that they make. */
export function ScheduleFields({ place, onOpen }: Props) {
  const { t } = useTranslation();
  const { calendar, edit, fault } = useEditor();
  const schedule = calendar.schedules[place];
  if (!schedule) return null;
  const change = (changed: Partial<Schedule>) => edit((was) => ({ ...was, schedules: changedAt(was.schedules, place, changed) }));
  const copy = () => {
    edit((was) => {
      const made = { ...schedule, id: newId("schedule", was.schedules), displayName: t("bells.copyOf", { name: schedule.displayName }).slice(0, 60) };
      return { ...was, schedules: [...was.schedules, made] };
    });
    onOpen(calendar.schedules.length);
  };
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <TextInput
          label={t("bells.scheduleName")}
          value={schedule.displayName}
          maxLength={60}
          autoComplete="off"
          error={fault(`schedules[${place}].displayName`)}
          onChange={({ currentTarget }) => change({ displayName: currentTarget.value })}
          w={{ base: "100%", xs: 280 }}
        />
        <Button variant="default" onClick={copy}>
          {t("bells.copy")}
        </Button>
        <Remove place={place} />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Stack gap="sm">
          {schedule.blocks.length > 0 && (
            <div className={`${classes["block"]} ${classes["head"]}`} aria-hidden>
              <span>{t("bells.period")}</span>
              <span>{t("bells.start")}</span>
              <span>{t("bells.end")}</span>
            </div>
          )}
          <Stack component="ol" gap="xs" className={classes["plain"]} aria-label={t("bells.times", { name: schedule.displayName })}>
            {schedule.blocks.map((block, at) => (
              <BlockRow key={at} schedule={schedule} place={place} at={at} block={block} onChange={change} />
            ))}
          </Stack>
          <Group>
            <Button
              variant="default"
              disabled={!calendar.periods.length || schedule.blocks.length >= MOST_BLOCKS}
              onClick={() => change(withBlock(schedule, calendar.periods))}
            >
              {t("bells.addBlock")}
            </Button>
          </Group>
          {!calendar.periods.length && <Text size="sm">{t("bells.periodsFirst")}</Text>}
          {schedule.blocks.length > 1 && <AllTimes schedule={schedule} onChange={(blocks) => change({ blocks })} />}
        </Stack>
        <DayPicture schedule={schedule} periods={calendar.periods} />
      </SimpleGrid>
    </Stack>
  );
}

/** A schedule that days of the year are declared to follow stays until they follow another one. */
function Remove({ place }: { place: number }) {
  const { t } = useTranslation();
  const { calendar, edit } = useEditor();
  const days = daysThatFollow(calendar, calendar.schedules[place]?.id ?? "");
  return (
    <>
      <Button variant="default" disabled={days > 0} onClick={() => edit((was) => withoutSchedule(was, place))}>
        {t("bells.remove")}
      </Button>
      {days > 0 && <Text size="sm">{t("bells.inUse", { count: days })}</Text>}
    </>
  );
}

interface RowProps {
  schedule: Schedule;
  place: number;
  at: number;
  block: Block;
  onChange: (changed: Partial<Schedule>) => void;
}

function BlockRow({ schedule, place, at, block, onChange }: RowProps) {
  const { t } = useTranslation();
  const { calendar, fault } = useEditor();
  const field = `schedules[${place}].blocks[${at}]`;
  const change = (changed: Partial<Block>) => onChange({ blocks: changedAt(schedule.blocks, at, changed) });
  const name = calendar.periods.find(({ id }) => id === block.periodId)?.displayName || t("bells.number", { number: at + 1 });
  const time = (of: "startTime" | "endTime", label: string) => (
    <TextInput
      type="time"
      aria-label={label}
      value={block[of]}
      required
      error={fault(`${field}.${of}`)}
      onChange={({ currentTarget }) => change({ [of]: currentTarget.value.slice(0, 5) })}
    />
  );
  return (
    <li className={classes["block"]}>
      <NativeSelect
        aria-label={t("bells.periodOf", { number: at + 1 })}
        value={block.periodId}
        data={calendar.periods.map(({ id, displayName }) => ({ value: id, label: displayName || "–" }))}
        error={fault(`${field}.periodId`)}
        onChange={({ currentTarget }) => change({ periodId: currentTarget.value })}
      />
      {time("startTime", t("bells.startOf", { name }))}
      {time("endTime", t("bells.endOf", { name }))}
      <SignButton label={t("bells.removeBlock", { name })} onClick={() => onChange({ blocks: withoutAt(schedule.blocks, at) })}>
        <IconTrash size={18} aria-hidden />
      </SignButton>
    </li>
  );
}
