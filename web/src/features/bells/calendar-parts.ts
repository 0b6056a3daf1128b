/** The parts of a calendar under short names, and changes of them that keep the rest whole. Pure. */
import type { Schemas } from "@/api/client";
import type { Calendar } from "@/features/calendar/queries";
import { DAY, minutesOf, spansOf, timeOf } from "./clock";

export type Period = Schemas["PeriodBody"];
export type Schedule = Schemas["BellScheduleBody"];
export type Block = Schemas["BlockBody"];
export type Pattern = Schemas["PatternBody"];
export type DayWord = Schemas["DayWordBody"];
export type Weekday = Calendar["schoolWeekdays"][number];

export const WEEKDAYS: readonly Weekday[] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
export const KINDS = ["CLASS", "FLEX", "LUNCH", "BREAK"] as const;
export const MOST_LETTERS = 12;
const LONGEST_LETTER = 12;
const LESSON = 50;
const WALK = 5;
const FIRST_BELL = 8 * 60;
const SYSTEM_PREFIX = /^(?:(?:periods?|per|pd)(?:\.|\b)\s*(?=\w)|(?:periods?|per|pd|p)\.?(?=[0-9]))/;

/** A code as the product compares it: without case, zeros before it and words like Per. */
export function periodCode(text: string): string {
  const short = text.trim().toLowerCase().replace(SYSTEM_PREFIX, "");
  return /^\d+$/.test(short) ? short.replace(/^0+/, "") || "0" : short;
}

/** The codes that were typed, or pasted as one text, each once. */
export const codesOf = (typed: readonly string[]) => [...new Set(typed.flatMap((one) => one.split(/[,;|]/)).map(periodCode).filter(Boolean))];

/** The letters of a rotation that were typed, or pasted as one text, each once. */
export function lettersOf(typed: readonly string[]): string[] {
  const apart = typed.flatMap((one) => one.split(/[\s,;()-]+/)).map((one) => one.slice(0, LONGEST_LETTER));
  return [...new Set(apart.filter(Boolean))].slice(0, MOST_LETTERS);
}

/** A list with one of its members changed. */
export function changedAt<One>(all: readonly One[], place: number, changed: Partial<One>): One[] {
  return all.map((one, at) => (at === place ? { ...one, ...changed } : one));
}

/** A list without one of its members. */
export const withoutAt = <One>(all: readonly One[], place: number): One[] => all.filter((_, at) => at !== place);

/** A list with a member one place further up or down. */
export function movedAt<One>(all: readonly One[], place: number, by: -1 | 1): One[] {
  const made = [...all];
  const [one] = made.splice(place, 1);
  if (one !== undefined) made.splice(place + by, 0, one);
  return made;
}

/** An id such as `period-3` that none of those that are there has. */
export function newId(stem: string, there: readonly { id: string }[]): string {
  const taken = new Set(there.map(({ id }) => id));
  let number = there.length + 1;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

/** A calendar in which nothing is said yet but its days. */
export function emptyCalendar(firstDay: string, lastDay: string): Calendar {
  return {
    firstDay,
    lastDay,
    schoolWeekdays: WEEKDAYS.slice(0, 5),
    periods: [],
    schedules: [],
    patterns: [],
    rotation: { letters: [], firstLetter: "" },
    passingMinutes: 15,
    dayWords: [],
    exceptions: [],
  };
}

/** August to June around a day, ISO 8601: what stands there before anybody says otherwise. */
export function usualYear(today: string): { firstDay: string; lastDay: string } {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const begins = month > 6 ? year : year - 1;
  return { firstDay: `${begins}-08-01`, lastDay: `${begins + 1}-06-30` };
}

/** A calendar without a period; bell schedules have it no longer. */
export function withoutPeriod(calendar: Calendar, place: number): Calendar {
  const gone = calendar.periods[place]?.id;
  const schedules = calendar.schedules.map((one) => ({ ...one, blocks: one.blocks.filter(({ periodId }) => periodId !== gone) }));
  return { ...calendar, periods: withoutAt(calendar.periods, place), schedules };
}

/** A calendar without a bell schedule and the rules that name it. */
export function withoutSchedule(calendar: Calendar, place: number): Calendar {
  const gone = calendar.schedules[place]?.id;
  const patterns = calendar.patterns.filter(({ scheduleId }) => scheduleId !== gone);
  return { ...calendar, patterns, schedules: withoutAt(calendar.schedules, place) };
}

/** How many days of the year are declared to follow a schedule. */
export const daysThatFollow = ({ exceptions }: Calendar, schedule: string) =>
  exceptions.filter(({ assignments }) => assignments.some(({ scheduleId }) => scheduleId === schedule)).length;

/** A schedule with one block more, after its last one: the first period that is not in it yet. */
export function withBlock(schedule: Schedule, periods: readonly Period[]): Schedule {
  const taken = new Set(schedule.blocks.map(({ periodId }) => periodId));
  const period = periods.find(({ id }) => !taken.has(id)) ?? periods[0];
  if (!period) return schedule;
  const last = Math.max(...spansOf(schedule).map(({ until }) => until + WALK), 0);
  const start = Math.min(last || FIRST_BELL, DAY - 2);
  const end = Math.min(start + LESSON, DAY - 1);
  return { ...schedule, blocks: [...schedule.blocks, { periodId: period.id, startTime: timeOf(start), endTime: timeOf(end) }] };
}

/** A calendar whose period has one code more. */
export function withCode(calendar: Calendar, period: string, code: string): Calendar {
  const periods = calendar.periods.map((one) => (one.id === period ? { ...one, codes: codesOf([...one.codes, code]) } : one));
  return { ...calendar, periods };
}

/** What classes are compared with: a calendar that is still being written, without what is no calendar yet. */
export function comparable(calendar: Calendar): Calendar {
  const isWhole = ({ startTime, endTime }: Block) => minutesOf(startTime) !== null && minutesOf(endTime) !== null;
  return {
    ...calendar,
    periods: calendar.periods.map((one) => ({ ...one, displayName: one.displayName.trim() || "?" })),
    schedules: calendar.schedules.map((one) => ({
      ...one,
      displayName: one.displayName.trim() || "?",
      blocks: one.blocks.filter(isWhole),
    })),
    dayWords: calendar.dayWords.filter(({ word }) => word.trim()),
    // None of these places a class.
    patterns: [],
    exceptions: [],
    firstDay: calendar.firstDay || "2000-01-01",
    lastDay: calendar.lastDay || "2000-01-01",
    schoolWeekdays: calendar.schoolWeekdays.length ? calendar.schoolWeekdays : ["MONDAY"],
  };
}
