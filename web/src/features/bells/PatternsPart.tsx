import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AudienceFields } from "./AudienceFields";
import { type Pattern, changedAt, withoutAt } from "./calendar-parts";
import { LetterChips, WeekdayChips } from "./Chips";
import { useEditor } from "./editor";
import classes from "./Bells.module.css";

const MOST = 100;

/** Which bell schedule is followed on which days, and by whom. */
export function PatternsPart() {
  const { t } = useTranslation();
  const { calendar, edit } = useEditor();
  const add = () => {
    edit((was) => {
      const made: Pattern = { scheduleId: was.schedules[0]?.id ?? "", grades: [], listIds: [], weekdays: [], letters: [] };
      return { ...was, patterns: [...was.patterns, made] };
    });
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="patterns">
      <Title order={2} size="h4" id="patterns">
        {t("bells.patterns")}
      </Title>
      <Text maw={720}>{t("bells.patternsHint")}</Text>
      {!calendar.patterns.length && <Text fw={550}>{t("bells.noPattern")}</Text>}
      <Stack component="ol" gap="sm" className={classes["plain"]}>
        {calendar.patterns.map((pattern, place) => (
          <PatternRow key={place} pattern={pattern} place={place} />
        ))}
      </Stack>
      <Group>
        <Button variant="default" disabled={!calendar.schedules.length || calendar.patterns.length >= MOST} onClick={add}>
          {t("bells.addPattern")}
        </Button>
      </Group>
    </Stack>
  );
}

function PatternRow({ pattern, place }: { pattern: Pattern; place: number }) {
  const { t } = useTranslation();
  const { calendar, edit, fault } = useEditor();
  const change = (changed: Partial<Pattern>) => edit((was) => ({ ...was, patterns: changedAt(was.patterns, place, changed) }));
  const options = calendar.schedules.map(({ id, displayName }) => ({ value: id, label: displayName || t("bells.unnamed") }));
  const isKnown = options.some(({ value }) => value === pattern.scheduleId);
  return (
    <Paper component="li" withBorder p="md" aria-label={t("bells.rule", { number: place + 1 })}>
      <Stack gap="sm">
        <Group align="flex-end" justify="space-between">
          <NativeSelect
            label={t("bells.follow")}
            value={pattern.scheduleId}
            data={isKnown ? options : [{ value: pattern.scheduleId, label: t("bells.choose") }, ...options]}
            error={fault(`patterns[${place}].scheduleId`)}
            onChange={({ currentTarget }) => change({ scheduleId: currentTarget.value })}
            w={{ base: "100%", xs: 280 }}
          />
          <Button
            variant="default"
            aria-label={t("bells.removeRule", { number: place + 1 })}
            onClick={() => edit((was) => ({ ...was, patterns: withoutAt(was.patterns, place) }))}
          >
            {t("bells.remove")}
          </Button>
        </Group>
        <WeekdayChips
          label={t("bells.onWeekdays")}
          hint={pattern.weekdays.length ? "" : t("bells.everyDay")}
          value={pattern.weekdays}
          onChange={(weekdays) => change({ weekdays })}
        />
        {(calendar.rotation.letters.length > 0 || pattern.letters.length > 0) && (
          <LetterChips
            label={t("bells.onLetters")}
            hint={pattern.letters.length ? "" : t("bells.everyLetter")}
            offered={calendar.rotation.letters}
            value={pattern.letters}
            error={fault(`patterns[${place}].letters`)}
            onChange={(letters) => change({ letters })}
          />
        )}
        <AudienceFields pattern={pattern} onChange={change} />
      </Stack>
    </Paper>
  );
}
