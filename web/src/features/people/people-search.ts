/** Which people a page shows, as its address says it, and the API's words for that. Pure. */
import type { Schemas } from "@/api/client";

export const KINDS = ["student", "teacher", "staff", "admin"] as const;
export const SOUGHT_ROLES = ["OWNER", "MANAGER", "TEACHER", "STAFF", "STUDENT_LEADER", "STUDENT"] as const;
export const GRADES = [
  "PK", "TK", "KG", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "UG",
] as const;
/** Beside those who are active, which is what nothing in the address means. */
export const STATES = ["ARCHIVED", "ANY"] as const;

export interface PeopleSearch {
  kind?: Schemas["MemberKind"];
  role?: Schemas["Role"];
  grade?: (typeof GRADES)[number];
  state?: (typeof STATES)[number];
  list?: string;
}

const LIST_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What an address asks for; what is not understood is left out. */
export function peopleSearch(given: Record<string, unknown>): PeopleSearch {
  const list = String(given["list"] ?? "");
  return {
    ...one("kind", KINDS, given),
    ...one("role", SOUGHT_ROLES, given),
    ...one("grade", GRADES, given),
    ...one("state", STATES, given),
    ...(LIST_ID.test(list) ? { list } : {}),
  };
}

/** The same as a filter of the API, which means those who are active unless it says otherwise. */
export function filterOf({ kind, role, grade, state, list }: PeopleSearch): string {
  return Object.entries({ kind, role, grade, state, list })
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${field} = "${value}"`)
    .join(" AND ");
}

/** What somebody typed, once there is enough of it to look for: two letters or digits. */
export function soughtIn(typed: string): string {
  const said = typed.match(/[\p{L}\p{N}]/gu) ?? [];
  return said.length < 2 ? "" : typed.trim();
}

/** An address may hold 10 as a number, where 09 is a text. */
function one<Name extends string, Value extends string>(
  name: Name,
  known: readonly Value[],
  given: Record<string, unknown>,
): Partial<Record<Name, Value>> {
  const value = known.find((each) => each === String(given[name] ?? ""));
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
