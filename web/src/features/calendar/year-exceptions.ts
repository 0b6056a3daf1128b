/** Exceptions of a calendar: of one day, of several at once, and out of a file. Pure. */
import type { Schemas } from "@/api/client";
import { WEEKDAYS, daysFrom, stretches, weekdayOf } from "./year-days";

export type Calendar = Schemas["CalendarBody"];
export type Exception = Schemas["DayExceptionBody"];
export type Assignment = Schemas["AssignmentBody"];
export type Holiday = Schemas["HolidayView"];

export const LONGEST_NAME = 60;

/** An exception as the form holds it. */
export interface DayValues {
  what: "usual" | "other" | "closed";
  name: string;
  assignments: Assignment[];
  letter: string;
  usesLetter: boolean;
}

const exceptionsIn = (calendar: Calendar): readonly Exception[] => calendar.exceptions ?? [];

export const exceptionOn = (calendar: Calendar, day: string) => exceptionsIn(calendar).find((one) => one.day === day);

export const everybody = (scheduleId: string): Assignment => ({ scheduleId, grades: [], listIds: [] });

/** What a form begins with; a day that is as usual is offered the first schedule. */
export function valuesOf(exception: Exception | undefined, schedule: string): DayValues {
  const assignments = exception?.assignments ?? [];
  return {
    what: exception?.closed ? "closed" : assignments.length ? "other" : "usual",
    name: exception?.displayName ?? "",
    assignments: assignments.length ? [...assignments] : schedule ? [everybody(schedule)] : [],
    letter: exception?.letter ?? "",
    usesLetter: exception?.usesLetter ?? false,
  };
}

/** The exception that a form means; null where the day is as usual in everything. */
export function exceptionOf(day: string, values: DayValues): Exception | null {
  const { what, letter } = values;
  const displayName = values.name.trim();
  if (what === "usual" && !displayName && !letter) return null;
  return {
    day,
    displayName,
    closed: what === "closed",
    assignments: what === "other" ? values.assignments : [],
    letter,
    usesLetter: what === "closed" && values.usesLetter,
  };
}

/** The calendar with some exceptions in the place of those that their days had. */
export function withExceptions(calendar: Calendar, added: readonly Exception[]): Calendar {
  const days = new Set(added.map(({ day }) => day));
  const exceptions = [...exceptionsIn(calendar).filter(({ day }) => !days.has(day)), ...added];
  return { ...calendar, exceptions: exceptions.sort((a, b) => a.day.localeCompare(b.day)) };
}

export const withoutException = (calendar: Calendar, day: string): Calendar => ({
  ...calendar,
  exceptions: exceptionsIn(calendar).filter((one) => one.day !== day),
});

/** True for a day of the year on whose weekday there is school. */
export function hasSchool(calendar: Calendar, day: string): boolean {
  const weekday = WEEKDAYS[weekdayOf(day)];
  const weekdays: readonly string[] = calendar.schoolWeekdays ?? WEEKDAYS.slice(0, 5);
  return day >= calendar.firstDay && day <= calendar.lastDay && weekday !== undefined && weekdays.includes(weekday);
}

/** The days of a stretch on which there would be school: a weekend needs no exception. */
export const schoolDaysFrom = (calendar: Calendar, first: string, last: string): string[] =>
  daysFrom(first, last < calendar.lastDay ? last : calendar.lastDay).filter((day) => hasSchool(calendar, day));

/** Days of a file that stand beside one another and have one name; a weekend between them is no gap. */
export interface FoundDays {
  key: string;
  name: string;
  closes: boolean;
  /** Those with school, in order. */
  days: string[];
  /** How many have an exception already that would be replaced. */
  replaced: number;
}

export function foundDays(calendar: Calendar, holidays: readonly Holiday[]): FoundDays[] {
  const kept = holidays.filter(({ day }) => hasSchool(calendar, day));
  const next = (day: string) => daysFrom(day, calendar.lastDay).find((one) => one > day && hasSchool(calendar, one)) ?? day;
  const groups = stretches(kept, (one, other) => one.displayName === other.displayName && one.closes === other.closes, next);
  return groups.map((group) => {
    const days = group.map(({ day }) => day);
    const [first] = group;
    return {
      key: days[0] ?? "",
      name: first?.displayName ?? "",
      closes: first?.closes ?? false,
      days,
      replaced: days.filter((day) => exceptionOn(calendar, day)).length,
    };
  });
}

/** What is chosen of a file: whether it is taken, and whether it closes school. */
export interface Choice {
  isTaken: boolean;
  closes: boolean;
}

/** The exceptions of what was taken; a day that closes already keeps what it says of its letter. */
export function chosenExceptions(calendar: Calendar, found: readonly FoundDays[], choices: ReadonlyMap<string, Choice>): Exception[] {
  return found.flatMap(({ key, name, days }) => {
    const choice = choices.get(key);
    if (!choice?.isTaken) return [];
    return days.map((day): Exception => {
      const was = exceptionOn(calendar, day);
      // Only a name: what the day follows stays as it is.
      const assignments = choice.closes ? [] : (was?.assignments ?? []);
      const letter = was?.letter ?? "";
      return { day, displayName: name, closed: choice.closes, assignments, letter, usesLetter: choice.closes && (was?.usesLetter ?? false) };
    });
  });
}
