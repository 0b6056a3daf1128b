/** Where in a day one is: pure, on instants in milliseconds. Bells ring on whole minutes. */
import type { Schemas } from "@/api/client";

export type MemberDay = Schemas["MemberDayView"];
export type Block = Schemas["MemberBlockView"];
type Timed = Pick<Schemas["DayBlockView"], "startTime" | "endTime">;

export const MINUTE_MS = 60_000;

/** What lasts, what comes, and until when it is so. */
export interface Moment<B extends Timed> {
  state: "IN" | "PASSING" | "GAP" | "BEFORE" | "AFTER" | "NONE";
  /** The block that lasts. */
  block: B | undefined;
  /** The one after it, or the next one. */
  next: B | undefined;
  /** Until the block ends, or the next one begins; 0 where nothing comes. */
  minutesLeft: number;
}

const startOf = (block: Timed) => Date.parse(block.startTime);
const endOf = (block: Timed) => Date.parse(block.endTime);

/** How a day with these blocks is at an instant; the same that the API says of where somebody is. */
export function momentOf<B extends Timed>(blocks: readonly B[], passingMinutes: number, now: number): Moment<B> {
  const block = blocks.find((one) => startOf(one) <= now && now < endOf(one));
  const next = blocks.find((one) => now < startOf(one));
  const left = (until: number) => Math.ceil((until - now) / MINUTE_MS);
  if (block) return { state: "IN", block, next, minutesLeft: left(endOf(block)) };
  if (!next) return { state: blocks.length ? "AFTER" : "NONE", block, next, minutesLeft: 0 };
  const minutesLeft = left(startOf(next));
  const last = blocks.filter((one) => endOf(one) <= now).at(-1);
  if (!last) return { state: "BEFORE", block, next, minutesLeft };
  const isShort = startOf(next) - endOf(last) <= passingMinutes * MINUTE_MS;
  return { state: isShort ? "PASSING" : "GAP", block, next, minutesLeft };
}

/** A place on a picture of a day, in hundredths of its height. */
export interface Placed<B> {
  block: B;
  top: number;
  height: number;
}

/** Where the blocks of a day stand on a picture that begins and ends on whole hours. */
export function picture<B extends Timed>(blocks: readonly B[]): { from: number; hours: number; placed: Placed<B>[] } {
  const hour = 60 * MINUTE_MS;
  const from = Math.floor(Math.min(...blocks.map(startOf)) / hour) * hour;
  const until = Math.ceil(Math.max(...blocks.map(endOf)) / hour) * hour;
  const share = (length: number) => (100 * length) / (until - from);
  const placed = blocks.map((block) => ({ block, top: share(startOf(block) - from), height: share(endOf(block) - startOf(block)) }));
  return { from, hours: (until - from) / hour, placed };
}
