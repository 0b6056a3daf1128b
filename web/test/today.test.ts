import { expect, test } from "vitest";
import { WEEKDAY_AND_DAY, clockIn, dayIn, dayInWords } from "../src/components/days";
import { momentOf, picture } from "../src/features/today/day-time";

const at = (clock: string) => Date.parse(`2026-11-24T${clock}:00Z`);
const block = (start: string, end: string) => ({ startTime: `2026-11-24T${start}:00Z`, endTime: `2026-11-24T${end}:00Z` });
const [first, second, third] = [block("13:00", "13:50"), block("13:55", "14:45"), block("15:15", "16:00")];
const DAY = [first, second, third];

test.each([
  ["12:59", "BEFORE", undefined, first, 1],
  ["13:00", "IN", first, second, 50],
  ["13:49", "IN", first, second, 1],
  ["13:50", "PASSING", undefined, second, 5],
  ["13:55", "IN", second, third, 50],
  ["14:45", "GAP", undefined, third, 30],
  ["15:59", "IN", third, undefined, 1],
  ["16:00", "AFTER", undefined, undefined, 0],
])("at %s it is %s", (clock, state, lasts, next, minutesLeft) => {
  expect(momentOf(DAY, 15, at(clock))).toEqual({ state, block: lasts, next, minutesLeft });
});

test("how long a gap may be to be a walk is the school's word", () => {
  expect(momentOf(DAY, 30, at("14:50")).state).toBe("PASSING");
  expect(momentOf(DAY, 0, at("13:52")).state).toBe("GAP");
  expect(momentOf([], 15, at("13:52")).state).toBe("NONE");
});

test("a begun minute counts as one", () => {
  expect(momentOf(DAY, 15, at("13:48") + 30_000).minutesLeft).toBe(2);
});

test("a day and a clock are those of the school", () => {
  const late = Date.parse("2026-11-25T03:00:00Z");
  expect(dayIn("America/New_York", late)).toBe("2026-11-24");
  expect(dayIn("UTC", late)).toBe("2026-11-25");
  expect(clockIn("en", "America/New_York", "2026-11-24T13:00:00Z").replace(/\s/u, " ")).toBe("8:00 AM");
  expect(clockIn("es", "America/New_York", "2026-11-24T18:00:00Z")).toBe("13:00");
  expect(dayInWords("en", "2026-11-24", WEEKDAY_AND_DAY)).toBe("Tuesday, November 24");
});

test("a picture has whole hours, and each block its share of them", () => {
  const { from, hours, placed } = picture(DAY);
  expect([from, hours]).toEqual([at("13:00"), 3]);
  expect(placed.map(({ top, height }) => [Math.round(top * 1.8), Math.round(height * 1.8)])).toEqual([
    [0, 50],
    [55, 50],
    [135, 45],
  ]);
});
