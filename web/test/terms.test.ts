import { expect, test } from "vitest";
import { dayIn, later } from "../src/components/days";
import { byName, changeTo, found, isByHand, namesOf, withoutPeriods } from "../src/features/terms/classes";
import type { SchoolClass, Term } from "../src/features/terms/queries";
import { daysOf, yearOf } from "../src/features/terms/year";

const term = (name: string, startDay: string | null, endDay: string | null) =>
  ({ name: `schools/s/terms/${name}`, displayName: name, startDay, endDay, byHand: true }) as Term;

const schoolClass = (displayName: string, more: Partial<SchoolClass> = {}) =>
  ({
    name: `schools/s/lists/${displayName}`,
    displayName,
    kind: "SECTION",
    schedule: { sectionType: "SCHEDULED", termIds: [], room: "", periodsRaw: "", periods: [] },
    ...more,
  }) as SchoolClass;

test("a term's last day is the one before its end, over a month and a leap day", () => {
  expect(daysOf(term("a", "2026-08-24", "2027-01-01"))).toEqual({ first: "2026-08-24", last: "2026-12-31" });
  expect(later("2028-02-28", 1)).toBe("2028-02-29");
  expect(later("2028-03-01", -1)).toBe("2028-02-29");
  expect(daysOf(term("a", "2026-08-24", null))).toBeUndefined();
});

test("terms stand on a line of a hundred days where their days are", () => {
  // 1 September to 9 December 2026: 30 + 31 + 30 days, and 9 of December.
  const whole = term("whole", "2026-09-01", "2026-12-10");
  const half = term("half", "2026-10-21", "2026-12-10");
  const year = yearOf([whole, half, term("always", null, null)], "2026-09-11");
  expect(year?.bars.map(({ term: { displayName }, place }) => [displayName, place.from, place.until])).toEqual([
    ["whole", 0, 1],
    ["half", 0.5, 1],
  ]);
  expect(year?.months).toEqual([
    { day: "2026-09-01", at: 0 },
    { day: "2026-10-01", at: 0.3 },
    { day: "2026-11-01", at: 0.61 },
    { day: "2026-12-01", at: 0.91 },
  ]);
  // The middle of the eleventh day.
  expect(year?.today).toBe(0.105);
});

test("today is on the line from the first day to the last one, and not on the day after it", () => {
  const terms = [term("fall", "2026-09-01", "2026-12-10")];
  expect(yearOf(terms, "2026-08-31")?.today).toBeUndefined();
  expect(yearOf(terms, "2026-09-01")?.today).toBe(0.005);
  expect(yearOf(terms, "2026-12-09")?.today).toBe(0.995);
  expect(yearOf(terms, "2026-12-10")?.today).toBeUndefined();
  expect(yearOf([], "2026-12-10")).toBeUndefined();
  // Whoever looks from elsewhere sees the school's day.
  expect(dayIn("America/Los_Angeles", Date.parse("2026-12-10T07:00:00Z"))).toBe("2026-12-09");
});

test("a class is found by words of its name, course, room, periods and terms, without accents", () => {
  const terms = namesOf([term("fall", "2026-08-24", "2027-01-16")]);
  const music = schoolClass("Música 2", {
    section: { courseTitle: "Orchestra", sectionCode: "MU-2" } as SchoolClass["section"] & object,
    schedule: { sectionType: "SCHEDULED", termIds: ["fall"], room: "Hall", periodsRaw: "3(A)", periods: [] },
  });
  const all = [music, schoolClass("Algebra")];
  const names = (sought: string) => found(all, sought, terms).map(({ displayName }) => displayName);
  expect(names("")).toEqual(["Música 2", "Algebra"]);
  for (const sought of ["musica", "orch mu-2", "hall 3(a)", " fall  HALL "]) expect(names(sought)).toEqual(["Música 2"]);
  expect(names("hall algebra")).toEqual([]);
});

test("classes stand by their names, numbers by their size", () => {
  const named = ["Art 10", "Art 9", "art 1"].map((name) => schoolClass(name));
  expect(byName(named, "en").map(({ displayName }) => displayName)).toEqual(["art 1", "Art 9", "Art 10"]);
});

test("those without periods are those that name none, whatever is written", () => {
  const periods = [{ code: "3", days: "" }];
  const met = schoolClass("met", { schedule: { ...schoolClass("x").schedule, periods } });
  const odd = schoolClass("odd", { schedule: { ...schoolClass("x").schedule, periodsRaw: "()" } });
  expect(withoutPeriods([met, odd]).map(({ displayName }) => displayName)).toEqual(["odd"]);
});

test("of the roster's class only what is another one is set by hand", () => {
  const rostered = schoolClass("a", { schedule: { ...schoolClass("a").schedule, room: "12", periodsRaw: "1" } });
  expect(changeTo(rostered, { periods: "2", room: "12" })).toEqual({ periodsByHand: "2" });
  expect(changeTo(rostered, { periods: "1", room: "" })).toEqual({ roomByHand: "" });
  expect(changeTo(rostered, { periods: "1", room: "12" })).toEqual({});
  expect(isByHand(rostered)).toBe(false);
  expect(isByHand({ ...rostered, roomByHand: "" })).toBe(true);
});

test("a class that people keep gets a schedule with its terms", () => {
  const schedule = { ...schoolClass("a").schedule, termIds: ["fall"], sectionType: "HOMEROOM" };
  const kept = schoolClass("a", { kind: "MANUAL", schedule });
  expect(changeTo(kept, { periods: "2", room: "Gym" })).toEqual({
    schedule: { sectionType: "HOMEROOM", termIds: ["fall"], room: "Gym", periodsRaw: "2" },
  });
  expect(isByHand(kept)).toBe(true);
});
