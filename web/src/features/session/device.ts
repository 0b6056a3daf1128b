import type { Identity } from "@/app/claims";

const SECRET = "carillon-device";
const SHARED = "carillon-shared";

/** What this browser calls itself: random, made once, and told to nobody but the API. */
export function deviceSecret(): string {
  const known = localStorage.getItem(SECRET);
  if (known) return known;
  const made = crypto.randomUUID();
  localStorage.setItem(SECRET, made);
  return made;
}

/** What somebody said at this browser; undefined where nobody did. */
export function sharedChoice(): boolean | undefined {
  const kept = localStorage.getItem(SHARED);
  return kept === null ? undefined : kept === "yes";
}

/** Remember whether others use this device as well. */
export function chooseShared(isShared: boolean): void {
  localStorage.setItem(SHARED, isShared ? "yes" : "no");
}

/** A school's Chromebooks go from hand to hand, and a managed guest's browser remembers nothing. */
export const isChromeOs = (): boolean => navigator.userAgent.includes("CrOS");

/** Whether to ask for less trust: as somebody said, else on ChromeOS and for students. */
export function isShared(choice: boolean | undefined, chromeOs: boolean, { isDistrict, memberships }: Identity): boolean {
  const students = memberships.length > 0 && memberships.every(({ role }) => role === "STUDENT" || role === "STUDENT_LEADER");
  return choice ?? (chromeOs || (students && !isDistrict));
}
