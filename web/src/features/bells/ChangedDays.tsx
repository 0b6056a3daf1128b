import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Bells.module.css";
import { dayInWords } from "@/components/days";
import { byMonth, runsOf } from "./changed-days";

const MOST_TOLD = 400;

/** The days that a publication changes: how many, from when to when, and each of them. */
export function ChangedDays({ days }: { days: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return <Text>{t("bells.nothingChanges")}</Text>;
  const said = (day: string) => dayInWords(i18n.language, day, { dateStyle: "long" });
  return (
    <Stack gap="xs">
      <Text fw={550}>
        {days.length === 1
          ? t("bells.oneDayChanges", { day: said(first) })
          : t("bells.daysChange", { count: days.length, first: said(first), last: said(last) })}
      </Text>
      {days.length >= MOST_TOLD && <Text size="sm">{t("bells.moreDays")}</Text>}
      {days.length > 1 && (
        <dl className={classes["months"]}>
          {byMonth(days).map(([month, its]) => (
            <div key={month}>
              <dt>{dayInWords(i18n.language, `${month}-01`, { month: "long", year: "numeric" })}</dt>
              <dd>{runsOf(its).join(", ")}</dd>
            </div>
          ))}
        </dl>
      )}
    </Stack>
  );
}
