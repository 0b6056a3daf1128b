/** What each day of a year is to who looks at it: its kind, its sign, and whether it is as usual. Pure. */
import type { Schemas } from "@/api/client";
import { weekdayOf } from "./year-days";

export type Day = Schemas["SchoolDayView"];
export type Kind = "usual" | "other" | "closed" | "weekend" | "noSchedule" | "unpublished";

export interface Look {
  kind: Kind;
  /** Of its schedule, such as "HD"; empty without one. */
  sign: string;
}

/** The schedules of a day as one word, to tell days apart. */
export const followed = (day: Day): string =>
  day.tracks.map(({ scheduleId, grades, listIds }) => JSON.stringify([scheduleId, grades, listIds])).join();

/** What everybody follows who follows nothing narrower: the widest comes last. */
export const mainTrack = (day: Day) => day.tracks.at(-1);

/**
 * What each day is. As usual is what most days of its weekday and letter follow, then what most days of the year do:
 * so a day that somebody set apart stands out, and a pattern does not.
 */
export function looksOf(days: readonly Day[]): Map<string, Look> {
  const open = days.filter(({ tracks }) => tracks.length > 0);
  const sort = (day: Day) => `${weekdayOf(day.day)} ${day.letter}`;
  const alike = countsOf(open.map((day) => `${sort(day)} ${followed(day)}`));
  const all = countsOf(open.map(followed));
  const usual = new Map<string, Day>();
  for (const day of open) {
    const known = usual.get(sort(day));
    const weight = (one: Day) => [alike.get(`${sort(day)} ${followed(one)}`) ?? 0, all.get(followed(one)) ?? 0];
    if (!known || isMore(weight(day), weight(known))) usual.set(sort(day), day);
  }
  const closedWeekdays = weekdaysWithoutSchool(days);
  const signs = signsOf(open);
  return new Map(days.map((day) => [day.day, { kind: kindOf(day, usual.get(sort(day)), closedWeekdays), sign: signOf(day, signs) }]));
}

function kindOf(day: Day, usual: Day | undefined, closedWeekdays: Set<number>): Kind {
  if (day.closed) return !day.displayName && closedWeekdays.has(weekdayOf(day.day)) ? "weekend" : "closed";
  if (day.version === 0 && day.tracks.length === 0) return "unpublished";
  if (day.tracks.length === 0) return "noSchedule";
  return usual && followed(usual) !== followed(day) ? "other" : "usual";
}

/** A sign for each schedule of some days. */
export function signsOf(days: readonly Day[]): Map<string, string> {
  return signsOfNames(new Map(days.flatMap(({ tracks }) => tracks.map((track) => [track.scheduleId, track.displayName] as const))));
}

/** The first letters of a name's words, or two of a single word where another one begins alike; at most three. */
export function signsOfNames(names: ReadonlyMap<string, string>): Map<string, string> {
  const signs = new Map<string, string>();
  const taken = new Set<string>();
  for (const [id, name] of names) {
    const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const initials = words.map((word) => word[0] ?? "").join("").slice(0, 3).toLocaleUpperCase();
    const tries = [initials, (words[0] ?? "").slice(0, 2), ...Array.from({ length: 98 }, (_, number) => `${initials.slice(0, 1)}${number + 2}`)];
    const sign = tries.find((one) => one && !taken.has(one)) ?? "?";
    taken.add(sign);
    signs.set(id, sign);
  }
  return signs;
}

/** The sign of what everybody follows, with a plus where some follow another schedule. */
function signOf(day: Day, signs: Map<string, string>): string {
  const main = mainTrack(day);
  const others = new Set(day.tracks.map(({ scheduleId }) => scheduleId)).size > 1;
  return main ? `${signs.get(main.scheduleId) ?? ""}${others ? "+" : ""}` : "";
}

/** Weekdays on which nothing is followed but on days with a name: weekends, mostly. */
function weekdaysWithoutSchool(days: readonly Day[]): Set<number> {
  const open = new Set(days.filter((day) => day.tracks.length > 0 && !day.displayName).map((day) => weekdayOf(day.day)));
  return new Set([0, 1, 2, 3, 4, 5, 6].filter((weekday) => !open.has(weekday)));
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const isMore = ([a = 0, b = 0]: number[], [c = 0, d = 0]: number[]) => a > c || (a === c && b > d);
