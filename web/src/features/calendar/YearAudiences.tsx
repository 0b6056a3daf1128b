import { Button, Fieldset, Group, MultiSelect, NativeSelect, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { GRADES } from "@/features/people/people-search";
import { gradeName } from "@/features/people/words";
import { useListNames } from "./use-year";
import { type Assignment, type Calendar, everybody } from "./year-exceptions";

const MOST = 20;

interface Props {
  school: string;
  calendar: Calendar;
  assignments: readonly Assignment[];
  onChange: (assignments: Assignment[]) => void;
}

/** Which schedule is followed by whom; whoever fits a list goes by that, then by the grade. */
export function YearAudiences({ school, calendar, assignments, onChange }: Props) {
  const { t } = useTranslation();
  const { lists } = useListNames(school, true);
  const grades = GRADES.map((value) => ({ value, label: gradeName(value, t) }));
  const schedules = calendar.schedules.map(({ id, displayName }) => ({ value: id, label: displayName }));
  const change = (place: number, changed: Partial<Assignment>) =>
    onChange(assignments.map((one, number) => (number === place ? { ...one, ...changed } : one)));
  return (
    <Stack gap="sm">
      {assignments.map((one, place) => (
        <Fieldset key={place} legend={t("year.day.scheduleNumber", { number: place + 1 })} p="sm">
          <Stack gap="sm">
            <NativeSelect
              label={t("year.day.schedule")}
              data={schedules}
              value={one.scheduleId}
              onChange={({ currentTarget }) => change(place, { scheduleId: currentTarget.value })}
            />
            <MultiSelect
              label={t("year.day.grades")}
              placeholder={one.grades.length ? "" : t("year.everybody")}
              data={grades}
              value={one.grades}
              onChange={(chosen) => change(place, { grades: chosen })}
            />
            {lists.length > 0 && (
              <MultiSelect
                label={t("year.day.lists")}
                data={lists}
                value={one.listIds}
                searchable
                onChange={(chosen) => change(place, { listIds: chosen })}
              />
            )}
            {assignments.length > 1 && (
              <Group>
                <Button variant="default" size="xs" onClick={() => onChange(assignments.filter((_one, number) => number !== place))}>
                  {t("year.day.dropSchedule", { number: place + 1 })}
                </Button>
              </Group>
            )}
          </Stack>
        </Fieldset>
      ))}
      <Group>
        <Button
          variant="default"
          size="sm"
          disabled={assignments.length >= MOST || schedules.length === 0}
          onClick={() => onChange([...assignments, everybody(schedules[0]?.value ?? "")])}
        >
          {t("year.day.addSchedule")}
        </Button>
      </Group>
    </Stack>
  );
}
