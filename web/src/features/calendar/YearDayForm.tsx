import { Button, Checkbox, Group, NativeSelect, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { YearAudiences } from "./YearAudiences";
import { useSaveDraft } from "./use-year";
import {
  type Calendar,
  type DayValues,
  LONGEST_NAME,
  exceptionOf,
  exceptionOn,
  valuesOf,
  withExceptions,
  withoutException,
} from "./year-exceptions";
import type { CalendarView } from "./queries";

interface Props {
  school: string;
  view: CalendarView;
  calendar: Calendar;
  day: string;
  isOver: boolean;
}

/** What a day is to be in the draft. */
export function YearDayForm({ school, view, calendar, day, isOver }: Props) {
  const { t } = useTranslation();
  const save = useSaveDraft(school, view);
  const exception = exceptionOn(calendar, day);
  const [values, setValues] = useState(() => valuesOf(exception, calendar.schedules[0]?.id ?? ""));
  const set = (changed: Partial<DayValues>) => setValues((old) => ({ ...old, ...changed }));
  const keep = useAct(async () => {
    const made = exceptionOf(day, values);
    await save(made ? withExceptions(calendar, [made]) : withoutException(calendar, day));
    tell(t("year.kept", { count: 1 }));
  });
  const remove = useAct(async () => {
    await save(withoutException(calendar, day));
    setValues(valuesOf(undefined, calendar.schedules[0]?.id ?? ""));
    tell(t("year.day.removed"));
  });
  const letters = calendar.rotation.letters;
  return (
    <Form label={t("year.day.title")} onSubmit={keep.run}>
      <Stack gap={4}>
        <Title order={3} size="h5">
          {t("year.day.title")}
        </Title>
        <Text c="dimmed">{t(isOver ? "year.day.over" : "year.day.hint")}</Text>
      </Stack>
      <Radio.Group label={t("year.day.what")} value={values.what} onChange={(what) => set({ what: what as DayValues["what"] })}>
        <Stack gap="xs" mt={4}>
          <Radio value="usual" label={t("year.day.usual")} />
          <Radio value="other" label={t("year.day.other")} disabled={calendar.schedules.length === 0} />
          <Radio value="closed" label={t("year.closed")} />
        </Stack>
      </Radio.Group>
      {values.what === "other" && (
        <YearAudiences school={school} calendar={calendar} assignments={values.assignments} onChange={(assignments) => set({ assignments })} />
      )}
      <TextInput
        label={t("year.day.name")}
        description={t("year.day.nameHint")}
        maxLength={LONGEST_NAME}
        value={values.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      {letters.length > 0 && (
        <NativeSelect
          label={t("year.day.letter")}
          description={t("year.day.letterHint")}
          data={[{ value: "", label: t("year.day.letterTurn") }, ...letters]}
          value={values.letter}
          onChange={({ currentTarget }) => set({ letter: currentTarget.value })}
        />
      )}
      {letters.length > 0 && values.what === "closed" && (
        <Checkbox
          label={t("year.day.usesLetter")}
          description={t("year.day.usesLetterHint")}
          checked={values.usesLetter}
          onChange={({ currentTarget }) => set({ usesLetter: currentTarget.checked })}
        />
      )}
      <Failure text={keep.failure || remove.failure} />
      <Group>
        <Button type="submit" loading={keep.isBusy}>
          {t("year.day.keep")}
        </Button>
        {exception && (
          <Button variant="default" loading={remove.isBusy} onClick={() => void remove.run()}>
            {t("year.day.remove")}
          </Button>
        )}
      </Group>
    </Form>
  );
}
