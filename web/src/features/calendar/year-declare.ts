/** A day that is declared otherwise at once. Pure. */
import type { Schemas } from "@/api/client";
import { type Calendar, type Exception, everybody, exceptionOn, hasSchool } from "./year-exceptions";
import { later } from "@/components/days";

/** Such as "schedule:half"; closed, or as on other days. */
export const CLOSED = "closed";
export const USUAL = "usual";
const SCHEDULE = "schedule:";

export const ofSchedule = (id: string) => SCHEDULE + id;

const AHEAD = 14;

/** The days that are offered: today, and the coming ones on which there would be school. */
export function offeredDays(calendar: Calendar, today: string): string[] {
  const coming = Array.from({ length: AHEAD }, (_, number) => later(today, number + 1)).filter((day) => hasSchool(calendar, day));
  return today >= calendar.firstDay && today <= calendar.lastDay ? [today, ...coming] : coming;
}

/**
 * The exception that a choice means, whatever the day has been before; the rotation's letter stays as it was set.
 * As on other days is an exception that says nothing: a day's own exception is replaced, not taken away.
 */
export function declared(calendar: Calendar, day: string, choice: string, name: string): Exception {
  const was = exceptionOn(calendar, day);
  return {
    day,
    displayName: name.trim(),
    closed: choice === CLOSED,
    assignments: choice.startsWith(SCHEDULE) ? [everybody(choice.slice(SCHEDULE.length))] : [],
    letter: was?.letter ?? "",
    usesLetter: choice === CLOSED && (was?.usesLetter ?? false),
  };
}

/** True where a day has something of its own, so that it can be as on other days again. */
export function isSetApart(calendar: Calendar, day: string): boolean {
  const was = exceptionOn(calendar, day);
  return was !== undefined && (was.closed || was.assignments.length > 0 || was.displayName !== "");
}

/** When a schedule begins and ends, such as ["08:00", "15:00"]; null without a block. */
export function hoursOf(schedule: Schemas["BellScheduleBody"]): [string, string] | null {
  const starts = schedule.blocks.map(({ startTime }) => startTime).sort();
  const ends = schedule.blocks.map(({ endTime }) => endTime).sort();
  const [first, last] = [starts[0], ends.at(-1)];
  return first && last ? [first, last] : null;
}

