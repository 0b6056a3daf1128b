/** The hours of a night, on the clocks of the district. Pure. */

const DAY = 24;
/** Hours after the pulls' own: the last begins, and at the latest the district is told. */
const LAST_TRY = 5;
const MAIL = 6;

/** A moment or a stretch of the night; `at` and `until` are hours after the axis begins. */
export interface Mark {
  id: "pulls" | "tries" | "archive" | "mail";
  at: number;
  until: number;
  /** Of the clock, 0 to 23. */
  hour: number;
  untilHour: number;
}

export interface NightPlan {
  /** Hour of the clock at which the axis begins. */
  from: number;
  /** How many hours it has. */
  length: number;
  marks: Mark[];
  /** Archiving comes while most systems are still being asked, or before the night. */
  archivesEarly: boolean;
}

const clock = (hour: number) => ((hour % DAY) + DAY) % DAY;

/** What happens when in a night, with an hour before it and one after. */
export function planOf(pullHour: number, archiveHour: number): NightPlan {
  const from = clock(pullHour - 1);
  const archive = clock(archiveHour - pullHour) + 1;
  const stretch = (id: Mark["id"], at: number, length: number): Mark => ({
    id,
    at,
    until: at + length,
    hour: clock(from + at),
    untilHour: clock(from + at + length),
  });
  const marks = [
    stretch("pulls", 1, 1),
    stretch("tries", 2, LAST_TRY - 1),
    stretch("archive", archive, 0),
    stretch("mail", 1 + MAIL, 0),
  ];
  const length = Math.max(MAIL + 2, archive + 1);
  return { from, length, marks: marks.sort((a, b) => a.at - b.at), archivesEarly: archive < 2 || archive > LAST_TRY + 2 };
}

/** The hours at which the axis has a line, as hours after it begins: each, or fewer of a long one. */
export function linesOf(length: number): number[] {
  const step = length > 16 ? 4 : 2;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, place) => place * step);
}

/** An hour of the clock in the words of a language, such as "1:00 AM". */
export function hourIn(language: string, hour: number): string {
  const time = new Date(Date.UTC(2026, 0, 1, hour));
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(time);
}
