import { expect, test } from "vitest";
import { dayInWords } from "../src/components/days";
import {
  codesOf,
  comparable,
  daysThatFollow,
  emptyCalendar,
  lettersOf,
  movedAt,
  newId,
  periodCode,
  usualYear,
  withBlock,
  withCode,
  withoutPeriod,
  withoutSchedule,
} from "../src/features/bells/calendar-parts";
import { byMonth, runsOf } from "../src/features/bells/changed-days";
import { fitted, minutesOf, shifted, timeIn, timeOf } from "../src/features/bells/clock";
import { faultsOf, refusedAt } from "../src/features/bells/faults";

const block = (periodId: string, startTime: string, endTime: string) => ({ periodId, startTime, endTime });
const period = (id: string, displayName: string, ...codes: string[]) => ({ id, displayName, kind: "CLASS" as const, codes });
const REGULAR = { id: "regular", displayName: "Regular", blocks: [block("p1", "08:00", "08:50"), block("p2", "08:55", "09:45")] };
const CALENDAR = {
  ...emptyCalendar("2026-08-24", "2027-06-11"),
  periods: [period("p1", "Period 1", "1"), period("p2", "Period 2", "2")],
  schedules: [REGULAR],
  patterns: [{ scheduleId: "regular", grades: [], listIds: [], weekdays: [], letters: [] }],
};
const times = (blocks: typeof REGULAR.blocks | null) => blocks?.map(({ startTime, endTime }) => `${startTime}-${endTime}`);
const faults = (changed: Partial<typeof CALENDAR>) => Object.fromEntries(faultsOf({ ...CALENDAR, ...changed }));

test("a time is minutes after midnight, and the other way round", () => {
  expect(["00:00", "08:05", "23:59", "", "24:00", "8:05"].map(minutesOf)).toEqual([0, 485, 1439, null, null, null]);
  expect([0, 485, 1439].map(timeOf)).toEqual(["00:00", "08:05", "23:59"]);
  expect([timeIn("en", "13:05").replace(/\s/g, " "), timeIn("es", "13:05"), timeIn("en", "")]).toEqual(["1:05 PM", "13:05", ""]);
});

test("all times move together, and never to another day", () => {
  expect(times(shifted(REGULAR.blocks, 10))).toEqual(["08:10-09:00", "09:05-09:55"]);
  expect(times(shifted(REGULAR.blocks, -480))).toEqual(["00:00-00:50", "00:55-01:45"]);
  expect(shifted(REGULAR.blocks, -481)).toBe(null);
  expect(shifted(REGULAR.blocks, 14 * 60 + 15)).toBe(null);
  // A field that is not filled yet stays as it is.
  expect(times(shifted([block("p1", "", "08:50")], 5))).toEqual(["-08:55"]);
});

test("a day is fitted by one share of all periods, and the time to walk stays", () => {
  const day = { ...REGULAR, blocks: [...REGULAR.blocks, block("p3", "09:50", "10:20")] };
  // 130 minutes of lessons become 65: 25, 25 and 15, with five minutes between them.
  expect(times(fitted(day, "09:15"))).toEqual(["08:00-08:25", "08:30-08:55", "09:00-09:15"]);
  // 100 minutes become 83: what is rounded off the first comes back in the second.
  expect(times(fitted(REGULAR, "09:28"))).toEqual(["08:00-08:42", "08:47-09:28"]);
  expect(times(fitted(REGULAR, "11:45"))).toEqual(["08:00-09:50", "09:55-11:45"]);
  // The order of the rows is that of the person, not of the times.
  const turned = { ...REGULAR, blocks: [...REGULAR.blocks].reverse() };
  expect(times(fitted(turned, "08:55"))).toEqual(["08:30-08:55", "08:00-08:25"]);
});

test("a day is not fitted where that leaves no room, or it is in no order yet", () => {
  expect(fitted(REGULAR, "08:14")).toBe(null);
  expect(times(fitted(REGULAR, "08:15"))).toEqual(["08:00-08:05", "08:10-08:15"]);
  expect(fitted(REGULAR, "")).toBe(null);
  expect(fitted({ ...REGULAR, blocks: [] }, "10:00")).toBe(null);
  const over = { ...REGULAR, blocks: [block("p1", "08:00", "09:00"), block("p2", "08:30", "09:30")] };
  expect(fitted(over, "10:00")).toBe(null);
  expect(fitted({ ...REGULAR, blocks: [block("p1", "", "09:00"), ...REGULAR.blocks] }, "10:00")).toBe(null);
});

test("codes are compared as the product compares them", () => {
  const typed = ["P3", "03", "Per. 3", "period 3", " HR ", "00", "10A", "Pd4", "Personal", "Per 5"];
  expect(typed.map(periodCode)).toEqual(["3", "3", "3", "3", "hr", "0", "10a", "4", "personal", "5"]);
  expect(codesOf(["P3", "3", " ", "hr", "1, P2;4"])).toEqual(["3", "hr", "1", "2", "4"]);
  expect(withCode(CALENDAR, "p1", "04").periods.map(({ codes }) => codes)).toEqual([["1", "4"], ["2"]]);
});

test("letters of a rotation come apart however they are typed", () => {
  expect(lettersOf(["A", "B, C", "A", " ", "Blue-Gold"])).toEqual(["A", "B", "C", "Blue", "Gold"]);
});

test("what is taken away takes with it what names it", () => {
  expect(withoutPeriod(CALENDAR, 0).schedules[0]?.blocks.map(({ periodId }) => periodId)).toEqual(["p2"]);
  const more = { ...CALENDAR, schedules: [REGULAR, { ...REGULAR, id: "half" }] };
  const without = withoutSchedule(more, 0);
  expect([without.schedules.map(({ id }) => id), without.patterns]).toEqual([["half"], []]);
  const declared = { day: "2026-11-24", displayName: "", closed: false, letter: "", usesLetter: false };
  const exceptions = [{ ...declared, assignments: [{ scheduleId: "half", grades: [], listIds: [] }] }];
  expect(["regular", "half"].map((id) => daysThatFollow({ ...more, exceptions }, id))).toEqual([0, 1]);
});

test("what is added is new, and stands after what is there", () => {
  expect(newId("period", [{ id: "period-2" }])).toBe("period-3");
  expect(newId("period", [])).toBe("period-1");
  const added = withBlock({ ...REGULAR, blocks: REGULAR.blocks.slice(0, 1) }, CALENDAR.periods);
  expect(added.blocks.at(-1)).toEqual(block("p2", "08:55", "09:45"));
  expect(withBlock({ ...REGULAR, blocks: [] }, CALENDAR.periods).blocks).toEqual([block("p1", "08:00", "08:50")]);
  const late = { ...REGULAR, blocks: [block("p1", "22:00", "23:59")] };
  expect(withBlock(late, CALENDAR.periods).blocks.at(-1)).toEqual(block("p2", "23:58", "23:59"));
  expect(movedAt(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
});

test("a school year is August to June unless somebody says otherwise", () => {
  expect(usualYear("2026-11-24")).toEqual({ firstDay: "2026-08-01", lastDay: "2027-06-30" });
  expect(usualYear("2027-06-30")).toEqual({ firstDay: "2026-08-01", lastDay: "2027-06-30" });
  expect(usualYear("2027-07-01")).toEqual({ firstDay: "2027-08-01", lastDay: "2028-06-30" });
});

test("a calendar without a fault has none", () => {
  expect(faults({})).toEqual({});
  expect(Object.fromEntries(faultsOf(emptyCalendar("2026-08-24", "2027-06-11")))).toEqual({});
  // One period may begin at the minute at which another one ends.
  const close = { ...REGULAR, blocks: [block("p1", "00:00", "08:50"), block("p2", "08:50", "09:45")] };
  expect(faults({ schedules: [close] })).toEqual({});
});

test("what is wrong with times is named by the place that the API names", () => {
  const schedules = [
    REGULAR,
    { id: "b", displayName: "B", blocks: [block("p1", "08:40", "09:30"), block("p9", "08:00", "08:50"), block("p2", "10:00", "10:00"), block("p2", "", "")] },
  ];
  expect(faults({ schedules })).toEqual({
    "schedules[1].blocks[0].startTime": "overlap",
    "schedules[1].blocks[1].periodId": "period",
    "schedules[1].blocks[2].endTime": "notAfter",
    "schedules[1].blocks[3].startTime": "time",
    "schedules[1].blocks[3].endTime": "time",
  });
});

test("what is wrong beside times is named likewise", () => {
  expect(faults({ firstDay: "2027-06-12" })).toEqual({ lastDay: "year" });
  expect(faults({ firstDay: "2026-05-07" })).toEqual({ lastDay: "yearLong" });
  expect(faults({ firstDay: "2026-05-08" })).toEqual({});
  expect(faults({ firstDay: "", schoolWeekdays: [] })).toEqual({ firstDay: "day", schoolWeekdays: "weekdays" });
  expect(faults({ periods: [period("p1", "One"), period("p2", "ONE "), period("p3", " ")] })).toEqual({
    "periods[1].displayName": "twice",
    "periods[2].displayName": "empty",
  });
  expect(faults({ rotation: { letters: ["A", "a"], firstLetter: "" } })).toEqual({
    "rotation.firstLetter": "firstLetter",
    "rotation.letters": "twice",
  });
  const pattern = { scheduleId: "gone", grades: [], listIds: [], weekdays: [], letters: ["Z"] };
  expect(faults({ patterns: [pattern as never] })).toEqual({ "patterns[0].scheduleId": "schedule", "patterns[0].letters": "letters" });
  const words = [{ word: "odd", letters: [], weekdays: [] }, { word: " ", letters: [], weekdays: ["MONDAY"] }];
  expect(faults({ dayWords: words as never })).toEqual({ "dayWords[0]": "noDays", "dayWords[1].word": "word" });
});

test("what the API refuses has words that fit its place", () => {
  const places = ["schedules[0].blocks[1].endTime", "schedules[0].blocks[1].startTime", "dayWords[1].word", "lastDay", "passingMinutes"];
  expect([...refusedAt(places).values()]).toEqual(["notAfter", "overlap", "twice", "year", "refused"]);
});

test("classes are compared with what is whole of a calendar that is being written", () => {
  const schedules = [{ ...REGULAR, displayName: "", blocks: [...REGULAR.blocks, block("p1", "", "10:00")] }];
  const dayWords = [{ word: "", letters: [], weekdays: [] }, { word: "odd", letters: ["A"], weekdays: [] }];
  const made = comparable({ ...CALENDAR, schedules, dayWords, firstDay: "" });
  expect([made.schedules[0]?.displayName, made.schedules[0]?.blocks.length, made.firstDay]).toEqual(["?", 2, "2000-01-01"]);
  expect([made.dayWords.map(({ word }) => word), made.patterns]).toEqual([["odd"], []]);
});

test("days that change are told by month and as stretches", () => {
  expect(byMonth(["2026-11-27", "2026-11-30", "2026-12-01"])).toEqual([["2026-11", [27, 30]], ["2026-12", [1]]]);
  expect(runsOf([1, 2, 3, 7, 9, 10])).toEqual(["1–3", "7", "9–10"]);
  expect(dayInWords("en", "2026-12-01", { dateStyle: "long" })).toBe("December 1, 2026");
});
