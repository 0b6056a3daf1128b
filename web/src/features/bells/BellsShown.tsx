import { SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Calendar } from "@/features/calendar/queries";
import { gradeName } from "@/features/people/words";
import type { Pattern, Schedule } from "./calendar-parts";
import { timeIn } from "./clock";
import { DayPicture } from "./DayPicture";

/** The bell for who may look and not change: each schedule with its times, and who follows it when. */
export function BellsShown({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation();
  if (!calendar.schedules.length) return <Text>{t("bells.noSchedule")}</Text>;
  return (
    <Stack gap="xl">
      {calendar.schedules.map((schedule) => (
        <ScheduleShown key={schedule.id} schedule={schedule} calendar={calendar} />
      ))}
    </Stack>
  );
}

function ScheduleShown({ schedule, calendar }: { schedule: Schedule; calendar: Calendar }) {
  const { t, i18n } = useTranslation();
  const rules = calendar.patterns.filter(({ scheduleId }) => scheduleId === schedule.id);
  const nameOf = (id: string) => calendar.periods.find((one) => one.id === id)?.displayName ?? "";
  return (
    <Stack component="section" gap="xs" aria-label={schedule.displayName}>
      <Title order={2} size="h4">
        {schedule.displayName}
      </Title>
      {rules.length ? rules.map((rule, place) => <Rule key={place} rule={rule} />) : <Text>{t("bells.onDeclared")}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Table aria-label={t("bells.times", { name: schedule.displayName })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("bells.period")}</Table.Th>
              <Table.Th scope="col">{t("bells.start")}</Table.Th>
              <Table.Th scope="col">{t("bells.end")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {schedule.blocks.map(({ periodId, startTime, endTime }, at) => (
              <Table.Tr key={at}>
                <Table.Th scope="row" fw={500}>
                  {nameOf(periodId)}
                </Table.Th>
                <Table.Td>{timeIn(i18n.language, startTime)}</Table.Td>
                <Table.Td>{timeIn(i18n.language, endTime)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <DayPicture schedule={schedule} periods={calendar.periods} />
      </SimpleGrid>
    </Stack>
  );
}

/** A rule as a line: its days, its letters, and for whom it is. */
function Rule({ rule: { weekdays, letters, grades, listIds } }: { rule: Pattern }) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language);
  const days = weekdays.length ? list.format(weekdays.map((one) => t(`bells.weekdays.${one}`))) : t("bells.everyDay");
  const parts = [
    days,
    letters.length > 0 && list.format(letters.map((letter) => t("bells.dayOf", { letter }))),
    listIds.length > 0 && t("bells.who.lists"),
    !listIds.length && grades.length > 0 && list.format(grades.map((grade) => gradeName(grade, t))),
    !listIds.length && !grades.length && t("bells.who.everybody"),
  ];
  return <Text>{parts.filter(Boolean).join(" · ")}</Text>;
}
