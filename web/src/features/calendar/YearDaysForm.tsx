import { Button, Group, NativeSelect, Radio, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useSaveDraft } from "./use-year";
import { type Calendar, LONGEST_NAME, everybody, exceptionOn, schoolDaysFrom, withExceptions } from "./year-exceptions";
import type { CalendarView } from "./queries";

interface Props {
  school: string;
  view: CalendarView;
  calendar: Calendar;
  onDone: () => void;
}

/** Several days at once, such as a winter break; they become exceptions of the draft. */
export function YearDaysForm({ school, view, calendar, onDone }: Props) {
  const { t } = useTranslation();
  const save = useSaveDraft(school, view);
  const [values, setValues] = useState({ first: "", last: "", name: "", closed: true, schedule: calendar.schedules[0]?.id ?? "" });
  const set = (changed: Partial<typeof values>) => setValues((old) => ({ ...old, ...changed }));
  const { first, last, name, closed, schedule } = values;
  const isBackwards = Boolean(first && last && last < first);
  const days = first && last && !isBackwards ? schoolDaysFrom(calendar, first, last) : [];
  const replaced = days.filter((day) => exceptionOn(calendar, day)).length;
  const { run, isBusy, failure } = useAct(async () => {
    const of = { displayName: name.trim(), closed, assignments: closed ? [] : [everybody(schedule)], letter: "", usesLetter: false };
    await save(withExceptions(calendar, days.map((day) => ({ day, ...of }))));
    tell(t("year.kept", { count: days.length }));
  }, onDone);
  const range = { min: calendar.firstDay, max: calendar.lastDay };
  return (
    <Form label={t("year.tools.days")} onSubmit={run}>
      <Title order={2} size="h4">
        {t("year.tools.days")}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput type="date" required label={t("year.days.first")} {...range} value={first} onChange={({ currentTarget }) => set({ first: currentTarget.value })} />
        <TextInput
          type="date"
          required
          label={t("year.days.last")}
          {...range}
          value={last}
          error={isBackwards && t("year.days.backwards")}
          onChange={({ currentTarget }) => set({ last: currentTarget.value })}
        />
      </SimpleGrid>
      <TextInput
        label={t("year.day.name")}
        description={t("year.days.nameHint")}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      <Radio.Group label={t("year.days.what")} value={closed ? "closed" : "other"} onChange={(value) => set({ closed: value === "closed" })}>
        <Stack gap="xs" mt={4}>
          <Radio value="closed" label={t("year.closed")} />
          <Radio value="other" label={t("year.day.other")} disabled={calendar.schedules.length === 0} />
        </Stack>
      </Radio.Group>
      {!closed && (
        <NativeSelect
          label={t("year.day.schedule")}
          data={calendar.schedules.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          value={schedule}
          onChange={({ currentTarget }) => set({ schedule: currentTarget.value })}
        />
      )}
      <Text aria-live="polite">
        {first && last && !isBackwards && t("year.days.count", { count: days.length })}{" "}
        {replaced > 0 && t("year.days.replaced", { count: replaced })}
      </Text>
      <Failure text={failure} />
      <Group>
        <Button type="submit" loading={isBusy} disabled={days.length === 0}>
          {t("year.day.keep")}
        </Button>
      </Group>
    </Form>
  );
}
