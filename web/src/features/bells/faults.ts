/** What is wrong with a calendar as it is being written, by the places that the API would name. Pure. */
import type { Calendar } from "@/features/calendar/queries";
import { minutesOf, spansOf } from "./clock";

/** The end of a text's key, see `bells.faults`. */
export type Fault =
  | "empty" | "twice" | "time" | "notAfter" | "overlap" | "period" | "schedule" | "letters" | "firstLetter"
  | "noDays" | "word" | "day" | "year" | "yearLong" | "weekdays" | "refused";
/** Place, such as `schedules[0].blocks[1].endTime` → what is wrong there. */
export type Faults = ReadonlyMap<string, Fault>;

const LONGEST_YEAR = 400;
const DAY_MS = 86_400_000;

type Found = [place: string, fault: Fault];

/** Everything that keeps a calendar from being saved. */
export function faultsOf(calendar: Calendar): Faults {
  const found = [
    ...year(calendar),
    ...names("periods", calendar.periods),
    ...names("schedules", calendar.schedules),
    ...calendar.schedules.flatMap((_, place) => [...blocks(calendar, place)]),
    ...rotation(calendar),
    ...patterns(calendar),
    ...words(calendar),
  ];
  // Of several the first one is said.
  return new Map(found.reverse());
}

/** What the API refuses beside that, each in the words that fit its place. */
export function refusedAt(places: readonly string[]): Faults {
  return new Map(places.map((place) => [place, wordOf(place)]));
}

const WORDS: [RegExp, Fault][] = [
  [/endTime$/, "notAfter"],
  [/blocks\[\d+\]\.startTime$/, "overlap"],
  [/(displayName|word)$/, "twice"],
  [/firstLetter$/, "firstLetter"],
  [/letters?$/, "letters"],
  [/scheduleId$/, "schedule"],
  [/periodId$/, "period"],
  [/^lastDay$/, "year"],
  [/^dayWords\[\d+\]$/, "noDays"],
];

const wordOf = (place: string): Fault => WORDS.find(([ending]) => ending.test(place))?.[1] ?? "refused";

function* year({ firstDay, lastDay, schoolWeekdays }: Calendar): Iterable<Found> {
  if (!firstDay) yield ["firstDay", "day"];
  if (!lastDay) yield ["lastDay", "day"];
  if (!schoolWeekdays.length) yield ["schoolWeekdays", "weekdays"];
  if (!firstDay || !lastDay) return;
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS;
  if (days < 0) yield ["lastDay", "year"];
  else if (days >= LONGEST_YEAR) yield ["lastDay", "yearLong"];
}

function* names(part: string, all: readonly { displayName: string }[]): Iterable<Found> {
  const seen = new Set<string>();
  for (const [place, { displayName }] of all.entries()) {
    const name = displayName.trim().toLowerCase();
    if (!name) yield [`${part}[${place}].displayName`, "empty"];
    else if (seen.has(name)) yield [`${part}[${place}].displayName`, "twice"];
    seen.add(name);
  }
}

function* blocks(calendar: Calendar, place: number): Iterable<Found> {
  const schedule = calendar.schedules[place];
  if (!schedule) return;
  const known = new Set(calendar.periods.map(({ id }) => id));
  for (const [at, { periodId, startTime, endTime }] of schedule.blocks.entries()) {
    const field = `schedules[${place}].blocks[${at}]`;
    const [start, end] = [minutesOf(startTime), minutesOf(endTime)];
    if (!known.has(periodId)) yield [`${field}.periodId`, "period"];
    if (start === null) yield [`${field}.startTime`, "time"];
    if (end === null) yield [`${field}.endTime`, "time"];
    else if (start !== null && end <= start) yield [`${field}.endTime`, "notAfter"];
  }
  for (const at of overlapping(schedule)) yield [`schedules[${place}].blocks[${at}].startTime`, "overlap"];
}

/** Places of the blocks that begin before another one has ended. */
export function overlapping(schedule: Calendar["schedules"][number]): number[] {
  const found: number[] = [];
  let ended = 0;
  for (const { place, from, until } of spansOf(schedule)) {
    if (from < ended) found.push(place);
    ended = Math.max(ended, until);
  }
  return found;
}

function* rotation({ rotation: { letters, firstLetter } }: Calendar): Iterable<Found> {
  const isMissing = letters.length > 0 && !letters.includes(firstLetter);
  if (isMissing) yield ["rotation.firstLetter", "firstLetter"];
  if (new Set(letters.map((one) => one.toLowerCase())).size < letters.length) yield ["rotation.letters", "twice"];
}

function* patterns(calendar: Calendar): Iterable<Found> {
  const known = new Set(calendar.schedules.map(({ id }) => id));
  for (const [place, { scheduleId, letters }] of calendar.patterns.entries()) {
    if (!known.has(scheduleId)) yield [`patterns[${place}].scheduleId`, "schedule"];
    if (!areKnown(calendar, letters)) yield [`patterns[${place}].letters`, "letters"];
  }
}

function* words(calendar: Calendar): Iterable<Found> {
  for (const [place, { word, letters, weekdays }] of calendar.dayWords.entries()) {
    if (!word.trim()) yield [`dayWords[${place}].word`, "word"];
    if (!areKnown(calendar, letters)) yield [`dayWords[${place}].letters`, "letters"];
    else if (!letters.length && !weekdays.length) yield [`dayWords[${place}]`, "noDays"];
  }
}

const areKnown = ({ rotation: { letters } }: Calendar, named: readonly string[]) => named.every((one) => letters.includes(one));
