/** Classes as they are looked for and changed. Pure. */
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import type { SchoolClass, Term } from "./queries";

/** What of a class counts for its place in the day. */
export interface Place {
  periods: string;
  room: string;
}

export const placeOf = ({ schedule }: SchoolClass): Place => ({ periods: schedule.periodsRaw, room: schedule.room });

/** True of a class of which something was set by hand, or that people keep. */
export const isByHand = ({ kind, periodsByHand, roomByHand }: SchoolClass) =>
  kind === "MANUAL" || periodsByHand != null || roomByHand != null;

/** Those that name no period, by their names; nobody can be in them. */
export const withoutPeriods = (classes: readonly SchoolClass[]): SchoolClass[] =>
  classes.filter(({ schedule }) => schedule.periods.length === 0);

/** By their names, as a language sorts them; numbers by their size. */
export function byName(classes: readonly SchoolClass[], language: string): SchoolClass[] {
  const order = new Intl.Collator(language, { numeric: true });
  return [...classes].sort((a, b) => order.compare(a.displayName, b.displayName) || order.compare(a.name, b.name));
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What a class is found by: each word that is looked for stands somewhere in its names, room, periods or terms. */
export function found(classes: readonly SchoolClass[], sought: string, termNames: ReadonlyMap<string, string>): SchoolClass[] {
  const words = plain(sought).split(/\s+/).filter(Boolean);
  return classes.filter((one) => {
    const { displayName, section, schedule } = one;
    const terms = schedule.termIds.map((id) => termNames.get(id) ?? "");
    const told = [displayName, section?.courseTitle, section?.sectionCode, schedule.room, schedule.periodsRaw, ...terms];
    const text = plain(told.filter(Boolean).join(" "));
    return words.every((word) => text.includes(word));
  });
}

/** Terms by the ids that classes name them by. */
export const namesOf = (terms: readonly Term[]): Map<string, string> =>
  new Map(terms.map(({ name, displayName }) => [idOf(name), displayName]));

/** The change of a class that gives it another place: of the roster's, beside what the roster says. */
export function changeTo(one: SchoolClass, to: Place): Partial<Schemas["ListChange"]> {
  const was = placeOf(one);
  if (one.kind === "MANUAL") {
    const { sectionType, termIds } = one.schedule;
    return { schedule: { sectionType: typeOf(sectionType), termIds, room: to.room, periodsRaw: to.periods } };
  }
  return {
    ...(to.periods !== was.periods && { periodsByHand: to.periods }),
    ...(to.room !== was.room && { roomByHand: to.room }),
  };
}

export const typeOf = (word: string): "HOMEROOM" | "SCHEDULED" => (word === "HOMEROOM" ? "HOMEROOM" : "SCHEDULED");
