import { Group, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/Failure";
import { WeekdayChips } from "./Chips";
import { useEditor } from "./editor";

const MOST_PASSING = 60;

/** The school year, the days of the week that there is school, and how long it takes to walk. */
export function YearPart() {
  const { t } = useTranslation();
  const { calendar, edit, fault } = useEditor();
  const outside = calendar.exceptions.some(({ day }) => day < calendar.firstDay || day > calendar.lastDay);
  const day = (name: "firstDay" | "lastDay") => (
    <TextInput
      type="date"
      label={t(`bells.${name}`)}
      value={calendar[name]}
      required
      error={fault(name)}
      onChange={({ currentTarget }) => {
        const { value } = currentTarget;
        edit((was) => ({ ...was, [name]: value }));
      }}
    />
  );
  return (
    <Stack component="section" gap="sm" aria-labelledby="year">
      <Title order={2} size="h4" id="year">
        {t("bells.year")}
      </Title>
      <Group align="flex-start">
        {day("firstDay")}
        {day("lastDay")}
      </Group>
      {outside && <Failure text={t("bells.outside")} />}
      <WeekdayChips
        label={t("bells.schoolWeekdays")}
        value={calendar.schoolWeekdays}
        error={fault("schoolWeekdays")}
        onChange={(schoolWeekdays) => edit((was) => ({ ...was, schoolWeekdays }))}
      />
      <NumberInput
        label={t("bells.passing")}
        description={t("bells.passingHint")}
        value={calendar.passingMinutes}
        min={0}
        max={MOST_PASSING}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        onChange={(value) => edit((was) => ({ ...was, passingMinutes: Number(value) || 0 }))}
        maw={360}
      />
      <Text size="sm" c="dimmed">
        {t("bells.daysElsewhere")}
      </Text>
    </Stack>
  );
}
