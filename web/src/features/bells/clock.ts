/** Times of a school's clocks, such as 08:05, as minutes after midnight. Pure. */
import type { Schemas } from "@/api/client";

type Schedule = Schemas["BellScheduleBody"];
type Block = Schemas["BlockBody"];

export const DAY = 24 * 60;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const SHORTEST = 5;

/** Minutes after midnight; null of what is no time, such as a field that is not filled yet. */
export function minutesOf(time: string): number | null {
  const found = TIME.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A time in the words of a language, such as "8:05 AM"; itself where it is none. */
export function timeIn(language: string, time: string): string {
  if (minutesOf(time) === null) return time;
  return new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" }).format(new Date(`2026-01-01T${time}:00Z`));
}

export interface Span {
  /** Place among the blocks of the schedule. */
  place: number;
  from: number;
  until: number;
}

/** The blocks whose times are times, the earliest first. */
export function spansOf({ blocks }: Schedule): Span[] {
  const found = blocks.flatMap(({ startTime, endTime }, place) => {
    const [from, until] = [minutesOf(startTime), minutesOf(endTime)];
    return from !== null && until !== null && from < until ? [{ place, from, until }] : [];
  });
  return found.sort((a, b) => a.from - b.from || a.until - b.until);
}

/** All blocks so many minutes later, or earlier; null where one would leave the day. */
export function shifted(blocks: readonly Block[], minutes: number): Block[] | null {
  const moved = (time: string) => {
    const at = minutesOf(time);
    return at === null ? time : at + minutes;
  };
  const made = blocks.map((block) => ({ ...block, startTime: moved(block.startTime), endTime: moved(block.endTime) }));
  const isOutside = (at: string | number) => typeof at === "number" && (at < 0 || at >= DAY);
  if (made.some(({ startTime, endTime }) => isOutside(startTime) || isOutside(endTime))) return null;
  const written = (at: string | number) => (typeof at === "number" ? timeOf(at) : at);
  return made.map((block) => ({ ...block, startTime: written(block.startTime), endTime: written(block.endTime) }));
}

/**
 * The blocks in their order, shorter or longer by one share, so that the last one ends at a time; the
 * gaps between them stay. Null where that leaves no room, or the blocks are not in order yet.
 */
export function fitted(schedule: Schedule, end: string): Block[] | null {
  const spans = spansOf(schedule);
  const [first, last] = [spans[0], spans.at(-1)];
  const until = minutesOf(end);
  if (!first || !last || until === null || spans.length !== schedule.blocks.length) return null;
  const gaps = spans.slice(1).map((span, at) => span.from - (spans[at]?.until ?? 0));
  const before = spans.reduce((sum, span) => sum + span.until - span.from, 0);
  const after = until - first.from - gaps.reduce((sum, gap) => sum + gap, 0);
  if (gaps.some((gap) => gap < 0) || after < SHORTEST * spans.length) return null;
  const blocks = [...schedule.blocks];
  let taken = 0;
  let at = first.from;
  for (const [number, span] of spans.entries()) {
    const start = at;
    taken += span.until - span.from;
    // By what is taken in all, so that what is rounded off here comes back further on.
    const gapsBefore = gaps.slice(0, number).reduce((sum, gap) => sum + gap, 0);
    at = first.from + gapsBefore + Math.round((taken * after) / before);
    const block = blocks[span.place];
    if (!block || at <= start) return null;
    blocks[span.place] = { ...block, startTime: timeOf(start), endTime: timeOf(at) };
    at += gaps[number] ?? 0;
  }
  return blocks;
}
