/** Who a signed-in person is, as their token says it. Pure. */
export const ROLES = [
  "OWNER",
  "DISTRICT_MANAGER",
  "MANAGER",
  "TEACHER",
  "STAFF",
  "STUDENT_LEADER",
  "STUDENT",
  "PARENT",
] as const;
export type Role = (typeof ROLES)[number];

export interface Membership {
  school: string;
  role: Role;
  person: string;
  /** Sees people of some grades only. */
  isLimited: boolean;
}

export interface Identity {
  email: string;
  /** Of the sign-in; the account's document names it for as long as it lasts. */
  session: string;
  isDistrict: boolean;
  memberships: Membership[];
  /** They have to prove themselves once more before they may do anything. */
  isLimited: boolean;
  /** When their emergency access is over, in milliseconds; of nobody else. */
  emergencyEnd?: number;
}

/** Read the claims of an ID token; what is not understood is left out, never guessed. */
export function identityOf(email: string | null, claims: Record<string, unknown>): Identity {
  const listed = isRecord(claims["m"]) ? Object.entries(claims["m"]) : [];
  const memberships = listed.flatMap(([school, held]) => {
    if (!isRecord(held) || typeof held["p"] !== "string") return [];
    const role = ROLES.find((known) => known === held["r"]);
    return role ? [{ school, role, person: held["p"], isLimited: "g" in held }] : [];
  });
  memberships.sort((one, other) => one.school.localeCompare(other.school));
  const session = typeof claims["s"] === "string" ? claims["s"] : "";
  const known = { email: email ?? "", session, isDistrict: isRecord(claims["d"]), memberships };
  const end = typeof claims["b"] === "number" ? { emergencyEnd: claims["b"] * 1000 } : {};
  return { ...known, isLimited: claims["l"] === true, ...end };
}

/** True where the database lets the person listen to all of a school; its rules say the same. */
export function listensTo({ isDistrict, memberships }: Identity, school: string): boolean {
  const own = memberships.find((one) => one.school === school);
  const runsIt = (own?.role === "OWNER" || own?.role === "MANAGER") && !own.isLimited;
  return isDistrict || runsIt;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
