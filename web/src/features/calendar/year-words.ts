/** How a day is said in a sentence. Pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import { gradeNames } from "@/features/people/reach-words";
import { type Day, mainTrack } from "./year-look";
import { clockIn, dayInWords, later } from "@/components/days";
import { SHORT_DAY, stretches } from "./year-days";

type Audience = Pick<Schemas["TrackView"], "grades" | "listIds">;

/** Whom a schedule is for, such as "Grade 9, Grade 10" or "Room 12"; `listName` is undefined where it isn't known. */
export function audienceName({ grades, listIds }: Audience, t: TFunction, listName: (id: string) => string | undefined): string {
  const lists = listIds.map((id) => listName(id) ?? t("year.aList"));
  return [gradeNames(grades, t), ...lists].filter(Boolean).join(", ") || t("year.everybody");
}

/** What a day is, such as "Half day" or "No school". */
export function scheduleWords(day: Day | undefined, t: TFunction): string {
  if (!day || (day.version === 0 && !day.closed && day.tracks.length === 0)) return t("year.nothing");
  if (day.closed) return t("year.closed");
  const names = [...new Set([...day.tracks].reverse().map(({ displayName }) => displayName))];
  return names.join(" + ") || t("year.noSchedule");
}

/** The same with the day's name and letter. */
export function dayWords(day: Day | undefined, t: TFunction): string {
  const letter = day?.letter ? t("year.letterIs", { letter: day.letter }) : "";
  return [scheduleWords(day, t), letter, day?.displayName].filter(Boolean).join(", ");
}

/** From when until when there is school for most, such as "8:00 AM – 3:00 PM"; empty without a block. */
export function hoursWords(day: Day | undefined, language: string): string {
  const blocks = day && mainTrack(day)?.blocks;
  const [first, last] = [blocks?.[0], blocks?.at(-1)];
  if (!day || !first || !last) return "";
  return `${clockIn(language, day.timeZone, first.startTime)} – ${clockIn(language, day.timeZone, last.endTime)}`;
}

/** A stretch of days, or the one that it is. */
export function stretchWords(language: string, days: readonly string[]): string {
  const [first = "", last = first] = [days[0], days.at(-1)];
  const words = (day: string) => dayInWords(language, day, SHORT_DAY);
  return first === last ? words(first) : `${words(first)} – ${words(last)}`;
}

export interface Change {
  days: string[];
  before: string;
  after: string;
}

export interface Changes {
  told: Change[];
  /** Days of which only the letter changes: one closed day moves those of all that follow. */
  letters: string[];
}

/** What becomes of days, those together that change alike; weekends between them are no gap. */
export function changesOf(changed: readonly string[], before: ReadonlyMap<string, Day>, after: ReadonlyMap<string, Day>, t: TFunction): Changes {
  const words = (day: Day | undefined) => [scheduleWords(day, t), day?.displayName].filter(Boolean).join(", ");
  const seen = changed.map((day) => ({ day, before: words(before.get(day)), after: words(after.get(day)) }));
  const isLetterOnly = (one: { day: string; before: string; after: string }) =>
    one.before === one.after && before.get(one.day)?.letter !== after.get(one.day)?.letter;
  const others = seen.filter((one) => !isLetterOnly(one) && !(one.before === t("year.closed") && one.after === t("year.closed")));
  // A break is one, whatever its days were before.
  const isAlike = (one: (typeof others)[number], other: (typeof others)[number]) =>
    one.after === other.after && (one.before === other.before || (after.get(one.day)?.closed ?? false));
  const told = stretches(others, isAlike, (day) => later(day, 3)).map((group) => ({
    days: group.map(({ day }) => day),
    before: [...new Set(group.map((one) => one.before))].join(" / "),
    after: group[0]?.after ?? "",
  }));
  return { told, letters: seen.filter(isLetterOnly).map(({ day }) => day) };
}

/** A time of the school's clocks as a schedule has it, such as "08:00", in the words of a language. */
export const wallWords = (language: string, time: string) => clockIn(language, "UTC", `2026-01-01T${time}:00Z`);
