/** Which of somebody's classes meets now and which is next, as their days say it; pure. */
import type { Schemas } from "@/api/client";

export type MemberDay = Schemas["MemberDayView"];

export interface Meeting {
  when: "now" | "next";
  /** Of the class that meets now, when it ends; of the next one, when it begins. In milliseconds. */
  at: number;
}

/**
 * @param days of the person and of whom they stand in for
 * @param now in milliseconds, as the server has it
 * @returns by ids of lists; of those that are next only the soonest, and none that meets now
 */
export function meetingsOf(days: readonly MemberDay[], now: number): Map<string, Meeting> {
  const blocks = days
    .flatMap((day) => day.blocks)
    .map(({ startTime, endTime, section, others }) => ({
      start: Date.parse(startTime),
      end: Date.parse(endTime),
      lists: [...(section ? [section] : []), ...others].map(({ listId }) => listId),
    }))
    .filter(({ lists }) => lists.length > 0);
  const later = blocks.filter(({ start }) => start > now);
  const next = Math.min(...later.map(({ start }) => start));
  const found = new Map<string, Meeting>();
  for (const { start, lists } of later) {
    if (start === next) lists.forEach((list) => found.set(list, { when: "next", at: start }));
  }
  for (const { start, end, lists } of blocks) {
    if (start <= now && now < end) lists.forEach((list) => found.set(list, { when: "now", at: end }));
  }
  return found;
}

/** How far the server's clock is ahead of the browser's when a day was read, in milliseconds. */
export const aheadOf = (day: MemberDay, readAt: number): number => Date.parse(day.readTime) - readAt;
