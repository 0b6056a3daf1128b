import { Button, Group, NativeSelect, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { said } from "@/components/said";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { schoolQuery } from "@/features/schools/queries";
import { dayInWords, later } from "@/components/days";
import { SHORT_DAY } from "./year-days";
import { CLOSED, USUAL, declared, hoursOf, isSetApart, ofSchedule, offeredDays } from "./year-declare";
import { type Calendar, type Exception, LONGEST_NAME } from "./year-exceptions";
import { calendarKey, type Published, showCalendar } from "./queries";
import { yearDaysQuery } from "./year-queries";
import { dayWords, hoursWords, wallWords } from "./year-words";

const TYPING_MS = 300;

interface Props {
  school: string;
  /** What counts now. */
  calendar: Calendar;
  version: number;
  today: string;
  day: string;
  onDone: () => void;
}

/** What a day is to be, what that changes and who sees it. */
export function DeclareForm({ school, calendar, version, today, day: first, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const offered = offeredDays(calendar, today);
  const days = first >= today && !offered.includes(first) && first <= calendar.lastDay && first >= calendar.firstDay ? [first, ...offered] : offered;
  const [day, setDay] = useState(days.includes(first) ? first : (days[0] ?? ""));
  const [choice, setChoice] = useState("");
  const [name, setName] = useState("");
  const dayName = (one: string) => {
    const words = dayInWords(i18n.language, one, SHORT_DAY);
    if (one === today) return t("declare.days.today", { day: words });
    return one === later(today, 1) ? t("declare.days.tomorrow", { day: words }) : words;
  };
  const declare = useDeclare(school);
  const { run, isBusy, failure } = useAct(async () => {
    const answer = await declare(declared(calendar, day, choice, name), false);
    await showCalendar(queries, school, answer.calendar);
    tell(t("declare.done", { day: dayName(day) }));
  }, onDone);
  if (days.length === 0) return <Text>{t("declare.outside")}</Text>;
  return (
    <Stack>
      <NativeSelect
        label={t("declare.day")}
        data={days.map((value) => ({ value, label: dayName(value) }))}
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <Choices calendar={calendar} day={day} choice={choice} onChoose={setChoice} />
      <TextInput
        label={t("declare.name")}
        description={t("declare.nameHint")}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div aria-live="polite">
        {choice && <Preview school={school} calendar={calendar} version={version} exception={declared(calendar, day, choice, name)} choice={choice} />}
      </div>
      <Failure text={failure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t("app.cancel")}
        </Button>
        <Button loading={isBusy} disabled={!choice} onClick={() => void run()}>
          {t("declare.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}

function useDeclare(school: string): (exception: Exception, validateOnly: boolean) => Promise<Published> {
  const api = useApi();
  return (exception, validateOnly) => {
    const params = { path: { school }, query: { validateOnly } };
    return answered(api.POST("/v1/schools/{school}/settings/calendar:declareDay", { params, body: { exception } }));
  };
}

interface ChoicesProps {
  calendar: Calendar;
  day: string;
  choice: string;
  onChoose: (choice: string) => void;
}

function Choices({ calendar, day, choice, onChoose }: ChoicesProps) {
  const { t, i18n } = useTranslation();
  return (
    <Radio.Group label={t("declare.what")} value={choice} onChange={onChoose}>
      <Stack gap={0} mt={4}>
        {calendar.schedules.map((schedule, place) => {
          const hours = hoursOf(schedule);
          return (
            <Radio
              key={schedule.id}
              py="xs"
              value={ofSchedule(schedule.id)}
              label={schedule.displayName}
              description={hours && hours.map((time) => wallWords(i18n.language, time)).join(" – ")}
              data-autofocus={place === 0 || undefined}
            />
          );
        })}
        <Radio py="xs" value={CLOSED} label={t("year.closed")} />
        {isSetApart(calendar, day) && <Radio py="xs" value={USUAL} label={t("declare.usual")} />}
      </Stack>
    </Radio.Group>
  );
}

interface PreviewProps {
  school: string;
  calendar: Calendar;
  version: number;
  exception: Exception;
  choice: string;
}

/** The day as it is and as it will be, and who sees it; asked of the API without doing it. */
function Preview({ school, calendar, version, exception, choice }: PreviewProps) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const declare = useDeclare(school);
  const [asked] = useDebouncedValue(exception, TYPING_MS);
  const trial = useQuery({ queryKey: [...calendarKey(school), "declare", asked], queryFn: () => declare(asked, true), gcTime: 0, retry: false });
  const only = { firstDay: exception.day, lastDay: exception.day, draft: false, of: `${version}` };
  const day = useQuery(yearDaysQuery(api, school, only)).data?.find((one) => one.day === exception.day);
  const name = useQuery(schoolQuery(api, school)).data?.displayName ?? "";
  if (trial.error) return <Failure text={said(trial.error, t)} />;
  const schedule = calendar.schedules.find(({ id }) => ofSchedule(id) === choice);
  const hours = schedule && hoursOf(schedule);
  const after = [
    schedule?.displayName ?? t(choice === CLOSED ? "year.closed" : "declare.usual"),
    hours && hours.map((time) => wallWords(i18n.language, time)).join(" – "),
    exception.displayName,
  ];
  const before = [dayWords(day, t), hoursWords(day, i18n.language)].filter(Boolean).join(", ");
  return (
    <Stack gap={4}>
      {day && <Text fw={600}>{t("year.becomes", { before, after: after.filter(Boolean).join(", ") })}</Text>}
      {trial.data?.changedDays.length === 0 && <Text>{t("declare.nothing")}</Text>}
      <Text>{t("declare.who", { school: name })}</Text>
      <Text c="dimmed">{t("declare.only")}</Text>
    </Stack>
  );
}
