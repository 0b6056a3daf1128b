/** Terms on a line of days, to scale. Pure; days are ISO 8601, and a term's end is the day after its last. */
import { later } from "@/components/days";
import type { Term } from "./queries";

const DAY_MS = 86_400_000;

const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayOf = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The days of a term that has both, the last one as people say it. */
export function daysOf({ startDay, endDay }: Pick<Term, "startDay" | "endDay">): { first: string; last: string } | undefined {
  return startDay && endDay ? { first: startDay, last: later(endDay, -1) } : undefined;
}

/** Where something is on the line, as shares of it from 0 to 1. */
export interface Stretch {
  from: number;
  until: number;
}

export interface Year {
  bars: { term: Term; place: Stretch }[];
  /** First days of the months on it. */
  months: { day: string; at: number }[];
  /** Where today is; none where it is before the first day or after the last. */
  today: number | undefined;
}

/** The line from the first day of the first term to the last day of the last; none without a term that has days. */
export function yearOf(terms: readonly Term[], today: string): Year | undefined {
  const known = terms.flatMap((term) =>
    term.startDay && term.endDay ? [{ term, from: numberOf(term.startDay), until: numberOf(term.endDay) }] : [],
  );
  if (known.length === 0) return undefined;
  const first = Math.min(...known.map(({ from }) => from));
  const after = Math.max(...known.map(({ until }) => until));
  const share = (number: number) => (number - first) / (after - first);
  const now = numberOf(today);
  return {
    bars: known.map(({ term, from, until }) => ({ term, place: { from: share(from), until: share(until) } })),
    months: monthsOf(first, after).map((number) => ({ day: dayOf(number), at: share(number) })),
    today: now >= first && now < after ? share(now + 0.5) : undefined,
  };
}

function monthsOf(first: number, after: number): number[] {
  const found: number[] = [];
  const begin = new Date(first * DAY_MS);
  for (let month = begin.getUTCMonth(); ; month += 1) {
    const number = Date.UTC(begin.getUTCFullYear(), month, 1) / DAY_MS;
    if (number >= after) return found;
    if (number >= first) found.push(number);
  }
}
