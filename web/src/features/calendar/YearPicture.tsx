import { Button, Group, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { YearLegend } from "./YearLegend";
import { YearMonth } from "./YearMonth";
import classes from "./YearPicture.module.css";
import { dayAfterKey, monthLater, monthsOf, within } from "./year-days";
import { type Day, looksOf } from "./year-look";

interface Props {
  /** Of the year, in order. */
  days: readonly Day[];
  today: string | undefined;
  onOpen: (day: string) => void;
}

/** The year: a grid for each month, on a phone one at a time. */
export function YearPicture({ days, today, onOpen }: Props) {
  const { t } = useTranslation();
  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  const isPhone = useMediaQuery("(max-width: 47.99em)", undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<string>();
  const focused = within(chosen ?? today ?? first, first, last);
  const looks = useMemo(() => looksOf(days), [days]);
  const byDay = useMemo(() => new Map(days.map((day) => [day.day, day])), [days]);
  const { area, moveFocus } = useFocus(focused);
  const months = monthsOf(first, last);
  const month = focused.slice(0, 7);
  const goTo = (other: string) => setChosen(within(`${other}-01`, first, last));
  const onKey = (day: string, event: KeyboardEvent) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : dayAfterKey(day, event.key, first, last);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    moveFocus();
  };
  const legend = <YearLegend days={days} looks={looks} />;
  const open = (day: string) => {
    setChosen(day);
    onOpen(day);
  };
  return (
    <Stack gap="md" ref={area}>
      {!isPhone && legend}
      {isPhone && (
        <Group justify="space-between" component="nav" aria-label={t("year.months")}>
          <Button variant="default" size="md" disabled={month === months[0]} onClick={() => goTo(monthLater(month, -1))}>
            {t("year.monthBefore")}
          </Button>
          <Button variant="default" size="md" disabled={month === months.at(-1)} onClick={() => goTo(monthLater(month, 1))}>
            {t("year.monthAfter")}
          </Button>
        </Group>
      )}
      <div className={classes["months"]}>
        {(isPhone ? [month] : months).map((one) => (
          <YearMonth key={one} month={one} isAlone={isPhone} days={byDay} looks={looks} today={today} focused={focused} onKey={onKey} onOpen={open} />
        ))}
      </div>
      {isPhone && legend}
    </Stack>
  );
}

/** Puts the focus on a day once it is there: on a phone its month may come only then. */
function useFocus(focused: string) {
  const area = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  useEffect(() => {
    if (!isMoved.current) return;
    isMoved.current = false;
    area.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus();
  }, [focused]);
  return { area, moveFocus: () => { isMoved.current = true; } };
}
