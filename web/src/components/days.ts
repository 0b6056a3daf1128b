/** Days, and times of them on the clocks of a school. Pure; a day is ISO 8601, such as "2026-11-24". */

const DAY_MS = 86_400_000;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** So many days later, or earlier. */
export const later = (day: string, days: number): string => new Date(timeOf(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The day on the clocks of a zone, the browser's own where none is known. */
export function dayIn(zone: string | undefined, instant: number): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** Such as "8:55 AM", on the clocks of a zone; the time is RFC 3339. */
export function clockIn(language: string, zone: string, time: string): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: zone }).format(Date.parse(time));
}

/** A day in the words of a language. */
export function dayInWords(language: string, day: string, shape: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { ...shape, timeZone: "UTC" }).format(timeOf(day));
}

/** Such as "Tuesday, November 24". */
export const WEEKDAY_AND_DAY = { weekday: "long", month: "long", day: "numeric" } as const;
