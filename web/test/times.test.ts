import { expect, test } from "vitest";
import { inWords, onClock } from "../src/components/times";

test.each([
  [0, "now"],
  [12, "now"],
  [-29, "now"],
  [-45, "45 sec. ago"],
  [-180, "3 min. ago"],
  [-7_300, "2 hr. ago"],
  [-90_000, "yesterday"],
  [7_200, "in 2 hr."],
])("%i seconds are %s", (seconds, words) => {
  expect(inWords(seconds, "en")).toBe(words);
});

test("a clock is that of the school's zone, on the day when it changes too", () => {
  expect(onClock(new Date("2026-11-01T06:30:00Z"), "en", "America/Chicago")).toContain("1:30");
  expect(onClock(new Date("2026-11-01T07:30:00Z"), "en", "America/Chicago")).toContain("1:30");
});
