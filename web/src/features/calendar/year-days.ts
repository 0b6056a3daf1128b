/** Days of a school year as a picture shows them: months, weeks, and where a key leads. Pure; days are ISO 8601. */

import { later } from "@/components/days";

const DAY_MS = 86_400_000;
export const WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** 0 for Monday to 6. */
export const weekdayOf = (day: string): number => (new Date(timeOf(day)).getUTCDay() + 6) % 7;

/** Every day from one to another, both included. */
export function daysFrom(first: string, last: string): string[] {
  const count = Math.round((timeOf(last) - timeOf(first)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, number) => later(first, number));
}

/** The months that a year touches, such as "2026-08". */
export function monthsOf(first: string, last: string): string[] {
  return [...new Set(daysFrom(first, last).map((day) => day.slice(0, 7)))];
}

/** A month later, or earlier. */
export function monthLater(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

const lastOf = (month: string) => later(`${monthLater(month, 1)}-01`, -1);

/** The weeks of a month from Sunday to Saturday; null where a day is of another month. */
export function weeksOf(month: string): (string | null)[][] {
  const days = daysFrom(`${month}-01`, lastOf(month));
  const before = (weekdayOf(`${month}-01`) + 1) % 7;
  const cells = [...Array.from({ length: before }, () => null), ...days];
  const weeks = Math.ceil(cells.length / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_none, place) => cells[7 * week + place] ?? null),
  );
}

/** The day a key leads to, within the first and the last; null for a key that leads nowhere. */
export function dayAfterKey(day: string, key: string, first: string, last: string): string | null {
  const place = (weekdayOf(day) + 1) % 7;
  const steps: Record<string, () => string> = {
    ArrowLeft: () => later(day, -1),
    ArrowRight: () => later(day, 1),
    ArrowUp: () => later(day, -7),
    ArrowDown: () => later(day, 7),
    Home: () => later(day, -place),
    End: () => later(day, 6 - place),
    PageUp: () => sameInMonth(day, -1),
    PageDown: () => sameInMonth(day, 1),
  };
  const step = steps[key];
  return step ? within(step(), first, last) : null;
}

/** A day, or the nearest one of a stretch. */
export const within = (day: string, first: string, last: string): string => (day < first ? first : day > last ? last : day);

/** The same day of another month, or that month's last. */
function sameInMonth(day: string, months: number): string {
  const month = monthLater(day.slice(0, 7), months);
  const end = lastOf(month);
  const same = `${month}-${day.slice(8)}`;
  return same > end ? end : same;
}

/** How a day is said where there is little room, such as "Tue, Nov 24". */
export const SHORT_DAY = { weekday: "short", month: "short", day: "numeric" } as const;

/** A month in the words of a language, such as "November 2026". */
export function monthInWords(language: string, month: string): string {
  return new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(timeOf(`${month}-01`));
}

/** The weekdays from Sunday on, short and whole. */
export function weekdayNames(language: string): { short: string; long: string }[] {
  const name = (weekday: "short" | "long", place: number) =>
    // 2026-11-22 is a Sunday.
    new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(timeOf(later("2026-11-22", place)));
  return Array.from({ length: 7 }, (_, place) => ({ short: name("short", place), long: name("long", place) }));
}

/** Days that stand beside one another and are alike, as stretches. `next` says which day comes after one. */
export function stretches<T extends { day: string }>(found: readonly T[], alike: (one: T, other: T) => boolean, next = (day: string) => later(day, 1)): T[][] {
  const made: T[][] = [];
  for (const one of found) {
    const last = made.at(-1)?.at(-1);
    if (last && one.day <= next(last.day) && alike(last, one)) made.at(-1)?.push(one);
    else made.push([one]);
  }
  return made;
}
