/** Days on the clocks of a school, as instants; pure. */
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** True for a day that there is, such as "2026-11-23". */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The instant at which a day begins in a zone, and so many days later; RFC 3339 in UTC. */
export function dayStart(day: string, zone: string | undefined, later = 0): string {
  const wall = Date.parse(`${day}T00:00:00Z`) + later * DAY_MS;
  // Twice, because the clocks may stand otherwise at the first guess than at midnight itself.
  const guess = wall - aheadOfUtc(wall, zone);
  return new Date(wall - aheadOfUtc(guess, zone)).toISOString();
}

function aheadOfUtc(instant: number, zone: string | undefined): number {
  const format = new Intl.DateTimeFormat("en-US", {
    ...(zone ? { timeZone: zone } : {}),
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}
