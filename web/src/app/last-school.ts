/** The school that was chosen last, kept in this window for as long as a sign-in lasts. */
import type { Identity } from "./claims";

const KEPT = "carillon-school";

interface Kept {
  session: string;
  school: string;
}

/** Remember a school for the sign-in that is going on; the next person here begins anew. */
export function keepSchool({ session }: Identity, school: string): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ session, school } satisfies Kept));
}

/** The school that was kept, where it is one of the person's own; empty for none. */
export function lastSchool(identity: Identity): string {
  const kept = readKept(sessionStorage.getItem(KEPT));
  const isOwn = identity.isDistrict || identity.memberships.some(({ school }) => school === kept.school);
  return kept.session === identity.session && isOwn ? kept.school : "";
}

function readKept(text: string | null): Kept {
  try {
    const { session, school } = JSON.parse(text ?? "") as Partial<Record<keyof Kept, unknown>>;
    if (typeof session === "string" && typeof school === "string") return { session, school };
  } catch {
    // Whatever stands there, it is none of ours.
  }
  return { session: "", school: "" };
}

export type Place = { page: "district" | "schools" | "children" } | { page: "school"; school: string };

/** Where somebody begins: the school of last time, else the page of what they are. Pure. */
export function placeOf({ isDistrict, memberships }: Identity, last: string): Place {
  if (isDistrict) return { page: "district" };
  if (last) return { page: "school", school: last };
  if (memberships.length && memberships.every(({ role }) => role === "PARENT")) return { page: "children" };
  const [only] = memberships;
  return only && memberships.length === 1 ? { page: "school", school: only.school } : { page: "schools" };
}
