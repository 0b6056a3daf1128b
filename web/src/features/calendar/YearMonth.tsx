import { Title } from "@mantine/core";
import { type KeyboardEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import classes from "./YearPicture.module.css";
import { dayInWords } from "@/components/days";
import { monthInWords, weekdayNames, weeksOf } from "./year-days";
import type { Day, Look } from "./year-look";
import { dayWords } from "./year-words";

export interface MonthProps {
  month: string;
  /** Other months come in its place. */
  isAlone: boolean;
  days: ReadonlyMap<string, Day>;
  looks: ReadonlyMap<string, Look>;
  today: string | undefined;
  /** The one day of all months that the Tab key comes to. */
  focused: string;
  onKey: (day: string, event: KeyboardEvent) => void;
  onOpen: (day: string) => void;
}

/** A month as a grid of days; arrows go from day to day, Enter opens one. */
export function YearMonth({ month, isAlone, ...props }: MonthProps) {
  const { i18n } = useTranslation();
  const id = useId();
  return (
    <div>
      <Title order={2} size="h5" mb={4} id={id} aria-live={isAlone ? "polite" : undefined}>
        {monthInWords(i18n.language, month)}
      </Title>
      <div role="grid" aria-labelledby={id} className={classes["month"]}>
        <div role="row" className={classes["week"]}>
          {weekdayNames(i18n.language).map(({ short, long }) => (
            <div key={long} role="columnheader" aria-label={long} className={classes["weekday"]}>
              {short}
            </div>
          ))}
        </div>
        {weeksOf(month).map((week, number) => (
          <div key={number} role="row" className={classes["week"]}>
            {week.map((day, place) => (
              <div key={day ?? place} role="gridcell">
                {day && <Cell day={day} {...props} />}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface CellProps extends Omit<MonthProps, "month" | "isAlone"> {
  day: string;
}

function Cell({ day, days, looks, today, focused, onKey, onOpen }: CellProps) {
  const { t, i18n } = useTranslation();
  const [found, look] = [days.get(day), looks.get(day)];
  const number = Number(day.slice(8));
  if (!found || !look) {
    return (
      <div className={classes["day"]} data-kind="outside">
        {number}
      </div>
    );
  }
  const words = [dayInWords(i18n.language, day, { dateStyle: "full" }), dayWords(found, t), day === today && t("year.today")];
  return (
    <button
      type="button"
      className={[classes["day"], found.displayName && classes["named"]].filter(Boolean).join(" ")}
      data-day={day}
      data-kind={look.kind}
      tabIndex={day === focused ? 0 : -1}
      aria-label={words.filter(Boolean).join(", ")}
      aria-current={day === today ? "date" : undefined}
      onKeyDown={(event) => onKey(day, event)}
      onClick={() => onOpen(day)}
    >
      <span className={classes["number"]}>{number}</span>
      <span className={classes["sign"]}>{signWords(look, found.letter)}</span>
    </button>
  );
}

const SIGNS: Partial<Record<Look["kind"], string>> = { closed: "✕", noSchedule: "?" };

/** Such as "R A": the schedule's sign and the day's letter. */
export const signWords = ({ kind, sign }: Look, letter: string) => [SIGNS[kind] ?? sign, letter].filter(Boolean).join(" ");
