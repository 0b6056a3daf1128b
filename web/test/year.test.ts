import { expect, test } from "vitest";
import { dayIn } from "../src/components/days";
import { CLOSED, USUAL, declared, hoursOf, isSetApart, ofSchedule, offeredDays } from "../src/features/calendar/year-declare";
import { dayAfterKey, daysFrom, monthLater, monthsOf, stretches, weekdayOf, weeksOf } from "../src/features/calendar/year-days";
import {
  type Calendar,
  type Exception,
  chosenExceptions,
  exceptionOf,
  foundDays,
  schoolDaysFrom,
  valuesOf,
  withExceptions,
  withoutException,
} from "../src/features/calendar/year-exceptions";
import { type Day, looksOf, signsOfNames } from "../src/features/calendar/year-look";
import { withSearch } from "../src/features/calendar/year-search";
import { changesOf } from "../src/features/calendar/year-words";

test("a month has its weeks from Sunday on, wherever it begins", () => {
  // November 2026 begins on a Sunday, August on a Saturday, February 2027 has 28 days and begins on a Monday.
  expect(weeksOf("2026-11")[0]).toEqual(["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-07"]);
  expect(weeksOf("2026-08")[0]).toEqual([null, null, null, null, null, null, "2026-08-01"]);
  expect(weeksOf("2026-08").length).toBe(6);
  expect(weeksOf("2027-02").at(-1)).toEqual(["2027-02-28", null, null, null, null, null, null]);
  expect(monthsOf("2026-11-30", "2027-02-01")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(monthLater("2026-12", 1)).toBe("2027-01");
});

test("days are those of a calendar where clocks change", () => {
  expect(daysFrom("2026-10-31", "2026-11-02")).toEqual(["2026-10-31", "2026-11-01", "2026-11-02"]);
  expect(weekdayOf("2026-11-24")).toBe(1);
  // Midnight of New York is five hours later in UTC.
  expect([dayIn("America/New_York", Date.UTC(2026, 10, 24, 4, 59)), dayIn("America/New_York", Date.UTC(2026, 10, 24, 5))]).toEqual(["2026-11-23", "2026-11-24"]);
});

test("keys lead from day to day as in a grid of dates, and never out of the year", () => {
  const to = (day: string, key: string) => dayAfterKey(day, key, "2026-08-24", "2027-06-11");
  // A Tuesday.
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
  expect(keys.map((key) => to("2026-11-24", key))).toEqual([
    "2026-11-23", "2026-11-25", "2026-11-17", "2026-12-01", "2026-11-22", "2026-11-28", "2026-10-24", "2026-12-24",
  ]);
  expect(to("2027-01-31", "PageDown")).toBe("2027-02-28");
  expect(to("2026-08-24", "ArrowUp")).toBe("2026-08-24");
  expect(to("2027-06-10", "ArrowDown")).toBe("2027-06-11");
  expect(to("2026-11-24", "Enter")).toBeNull();
});

const NAMES: Record<string, string> = { regular: "Regular", half: "Half day", late: "Late start" };
const track = (scheduleId: string, grades: string[] = []) => ({ scheduleId, displayName: NAMES[scheduleId] ?? "", grades, listIds: [], blocks: [] });

function day(of: string, schedule: string | null, more: Partial<Day> = {}): Day {
  const tracks = schedule ? [track(schedule)] : [];
  return { name: "", day: of, timeZone: "America/New_York", version: 1, displayName: "", letter: "", closed: schedule === null, tracks, ...more };
}

/** Three weeks from a Monday on; Wednesdays begin late. */
const WEEKS = daysFrom("2026-11-02", "2026-11-22").map((one) => day(one, weekdayOf(one) > 4 ? null : weekdayOf(one) === 2 ? "late" : "regular"));

test("what stands out is what is unlike other days of its weekday", () => {
  const holiday = day("2026-11-11", null, { displayName: "Veterans Day" });
  const half = day("2026-11-20", "half");
  const changed = WEEKS.map((one) => [holiday, half].find((other) => other.day === one.day) ?? one);
  const looks = looksOf(changed);
  const told = (of: string) => `${looks.get(of)?.kind ?? ""} ${looks.get(of)?.sign ?? ""}`;
  expect(["2026-11-02", "2026-11-04", "2026-11-11", "2026-11-20", "2026-11-21"].map(told)).toEqual([
    "usual R", "usual LS", "closed ", "other HD", "weekend ",
  ]);
});

test("a day without a schedule, one before the first publication, and a weekend with a name are told apart", () => {
  const looks = looksOf([
    ...WEEKS,
    // Of a Saturday before the first publication nobody knows that it was one without school.
    day("2026-10-31", null, { closed: false, version: 0 }),
    day("2026-11-23", null, { closed: false }),
    day("2026-11-24", null, { closed: false, version: 0 }),
    day("2026-11-28", null, { displayName: "Thanksgiving break" }),
  ]);
  expect(["2026-11-23", "2026-11-24", "2026-11-28", "2026-11-21"].map((of) => looks.get(of)?.kind)).toEqual(["noSchedule", "unpublished", "closed", "weekend"]);
});

test("letters have their own usual schedule, and a second schedule for some is said", () => {
  const lettered = (of: string, schedule: string, letter: string) => day(of, schedule, { letter });
  const looks = looksOf([
    lettered("2026-11-02", "regular", "A"),
    lettered("2026-11-09", "late", "B"),
    lettered("2026-11-16", "regular", "A"),
    lettered("2026-11-23", "late", "B"),
    day("2026-11-30", "regular", { letter: "A", tracks: [track("half", ["12"]), track("regular")] }),
  ]);
  expect([...looks.values()].map(({ kind, sign }) => `${kind} ${sign}`)).toEqual(["usual R", "usual LS", "usual R", "usual LS", "other R+"]);
});

test("each schedule has a sign of its own", () => {
  const names = new Map([["a", "Regular"], ["b", "Rally"], ["c", "Rodeo"], ["d", "Early release day two"], ["e", "Ensayo"], ["f", "—"], ["g", "Regular"]]);
  expect([...signsOfNames(names).values()]).toEqual(["R", "Ra", "Ro", "ERD", "E", "2", "Re"]);
});

const CALENDAR: Calendar = {
  firstDay: "2026-08-24",
  lastDay: "2027-06-11",
  schoolWeekdays: ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
  periods: [],
  schedules: [],
  patterns: [],
  rotation: { letters: [], firstLetter: "" },
  passingMinutes: 15,
  dayWords: [],
  exceptions: [],
};
const exception = (of: string, more: Partial<Exception> = {}): Exception => ({
  day: of, displayName: "", closed: false, assignments: [], letter: "", usesLetter: false, ...more,
});

test("a break is its days with school, and takes the place of what they had", () => {
  // Thursday to the Monday after.
  expect(schoolDaysFrom(CALENDAR, "2026-11-26", "2026-11-30")).toEqual(["2026-11-26", "2026-11-27", "2026-11-30"]);
  expect(schoolDaysFrom(CALENDAR, "2027-06-10", "2027-07-02")).toEqual(["2027-06-10", "2027-06-11"]);
  const had = withExceptions(CALENDAR, [exception("2026-11-27", { displayName: "Old" }), exception("2026-09-07", { closed: true })]);
  const made = withExceptions(had, [exception("2026-11-27", { displayName: "New" })]);
  expect(made.exceptions.map(({ day: of, displayName }) => [of, displayName])).toEqual([["2026-09-07", ""], ["2026-11-27", "New"]]);
  expect(withoutException(made, "2026-09-07").exceptions.length).toBe(1);
});

test("a form gives back the exception that it began with, and none for a day as usual", () => {
  const half = exception("2026-11-25", { displayName: "Half", assignments: [{ scheduleId: "half", grades: ["12"], listIds: [] }], letter: "A" });
  expect(exceptionOf("2026-11-25", valuesOf(half, "regular"))).toEqual(half);
  const closed = exception("2026-11-25", { closed: true, usesLetter: true });
  expect(exceptionOf("2026-11-25", valuesOf(closed, "regular"))).toEqual(closed);
  expect(exceptionOf("2026-11-25", valuesOf(undefined, "regular"))).toBeNull();
  // What was chosen for another sort of day is not sent with this one.
  expect(exceptionOf("2026-11-25", { ...valuesOf(half, "regular"), what: "closed" })?.assignments).toEqual([]);
});

test("days of a file that stand beside one another are one entry, over a weekend too", () => {
  const holiday = (of: string, displayName: string, closes = true) => ({ day: of, displayName, closes });
  const calendar = withExceptions(CALENDAR, [exception("2026-12-22", { displayName: "Exams", assignments: [{ scheduleId: "half", grades: [], listIds: [] }], letter: "B" })]);
  const found = foundDays(calendar, [
    holiday("2026-12-11", "Winter concert", false),
    ...daysFrom("2026-12-21", "2027-01-01").map((of) => holiday(of, "Winter break")),
    holiday("2027-01-04", "Teachers' day"),
    holiday("2027-01-16", "A Saturday"),
  ]);
  expect(found.map(({ name, days, replaced }) => [name, days.length, days[0], days.at(-1), replaced])).toEqual([
    ["Winter concert", 1, "2026-12-11", "2026-12-11", 0],
    ["Winter break", 10, "2026-12-21", "2027-01-01", 1],
    ["Teachers' day", 1, "2027-01-04", "2027-01-04", 0],
  ]);
  const choices = new Map([["2026-12-11", { isTaken: false, closes: true }], ["2026-12-21", { isTaken: true, closes: false }], ["2027-01-04", { isTaken: true, closes: true }]]);
  const made = chosenExceptions(calendar, found, choices);
  expect(made.length).toBe(11);
  // Only a name: what the day follows, and its letter, stay.
  expect(made[1]).toEqual(exception("2026-12-22", { displayName: "Winter break", assignments: [{ scheduleId: "half", grades: [], listIds: [] }], letter: "B" }));
  expect(made.at(-1)).toEqual(exception("2027-01-04", { displayName: "Teachers' day", closed: true }));
});

test("a day is declared whatever it was, and keeps the letter that was set", () => {
  const calendar = withExceptions(CALENDAR, [exception("2026-11-25", { displayName: "Snow", closed: true, letter: "B", usesLetter: true })]);
  expect(declared(calendar, "2026-11-25", ofSchedule("half"), " Water main ")).toEqual(
    exception("2026-11-25", { displayName: "Water main", assignments: [{ scheduleId: "half", grades: [], listIds: [] }], letter: "B" }),
  );
  expect(declared(calendar, "2026-11-24", CLOSED, "")).toEqual(exception("2026-11-24", { closed: true }));
  expect(declared(calendar, "2026-11-25", USUAL, "")).toEqual(exception("2026-11-25", { letter: "B" }));
  expect([isSetApart(calendar, "2026-11-25"), isSetApart(calendar, "2026-11-24")]).toEqual([true, false]);
});

test("today is offered, and the coming school days of two weeks", () => {
  expect(offeredDays(CALENDAR, "2026-11-24")).toEqual([
    "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07", "2026-12-08",
  ]);
  expect(offeredDays(CALENDAR, "2027-06-11")).toEqual(["2027-06-11"]);
  expect(offeredDays(CALENDAR, "2026-08-21")[0]).toBe("2026-08-24");
  expect(offeredDays(CALENDAR, "2027-07-01")).toEqual([]);
});

test("a schedule lasts from its first block to its last, in whatever order they stand", () => {
  const block = (startTime: string, endTime: string) => ({ periodId: "p", startTime, endTime });
  expect(hoursOf({ id: "a", displayName: "A", blocks: [block("09:00", "10:00"), block("08:00", "08:50")] })).toEqual(["08:00", "10:00"]);
  expect(hoursOf({ id: "a", displayName: "A", blocks: [] })).toBeNull();
});

test("what publishing changes is told by stretches of days that change alike", () => {
  const words = ((key: string) => key) as never;
  const before = new Map(daysFrom("2026-11-23", "2026-12-01").map((of) => [of, day(of, weekdayOf(of) > 4 ? null : "regular")]));
  const after = new Map(before);
  for (const of of ["2026-11-26", "2026-11-27", "2026-11-30"]) after.set(of, day(of, null, { displayName: "Break" }));
  before.set("2026-11-27", day("2026-11-27", "late"));
  after.set("2026-12-01", day("2026-12-01", "half"));
  const changed = ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"];
  expect(changesOf(changed, before, after, words)).toEqual({
    told: [
      { days: ["2026-11-26", "2026-11-27", "2026-11-30"], before: "Regular / Late start", after: "year.closed, Break" },
      { days: ["2026-12-01"], before: "Regular", after: "Half day" },
    ],
    letters: [],
  });
  // A closed day moves the letters of those after it; that is told once, and not day by day.
  before.set("2026-11-25", day("2026-11-25", "regular", { letter: "A" }));
  after.set("2026-11-25", day("2026-11-25", "regular", { letter: "B" }));
  expect(changesOf(["2026-11-25", ...changed], before, after, words).letters).toEqual(["2026-11-25"]);
  expect(changesOf(["2026-11-25", ...changed], before, after, words).told.length).toBe(2);
});

test("stretches end where something is unlike or a day is missing", () => {
  const of = ["2026-11-23", "2026-11-24", "2026-11-26"].map((one) => ({ day: one }));
  expect(stretches(of, () => true).map((group) => group.length)).toEqual([2, 1]);
  expect(stretches(of, () => false).map((group) => group.length)).toEqual([1, 1, 1]);
  expect(stretches([], () => true)).toEqual([]);
});

test("an address keeps what else it says", () => {
  expect(withSearch({ show: "draft", day: "2026-11-24" }, "day", undefined)).toEqual({ show: "draft" });
  expect(withSearch({ show: "draft" }, "act", "days")).toEqual({ show: "draft", act: "days" });
});
