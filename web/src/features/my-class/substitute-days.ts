/** Days of substitutes on a school's clocks, such as "2026-11-24"; pure. */

/** What stands below the codes of a school, to be read anew. */
export const codesKey = (school: string) => ["substituteCodes", school];

/** The day that an instant falls on in a zone. */
export function dayOf(instant: Date, zone: string): string {
  // Canada writes days as ISO 8601 does.
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
}

/** So many days later. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Such as "Tuesday, November 24". */
export function dayName(day: string, language: string): string {
  const words = new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });
  return words.format(new Date(`${day}T00:00:00Z`));
}
