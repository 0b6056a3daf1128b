import { expect, test } from "vitest";
import { later } from "../src/components/days";
import { hourIn, linesOf, planOf } from "../src/features/nights/night-time";
import { inOrder, pullState } from "../src/features/nights/pulls";

const times = (pullHour: number, archiveHour: number) =>
  planOf(pullHour, archiveHour).marks.map(({ id, hour, untilHour }) => `${id} ${hour}-${untilHour}`);

test("a night has its hours in the order in which they come", () => {
  expect(times(1, 3)).toEqual(["pulls 1-2", "tries 2-6", "archive 3-3", "mail 7-7"]);
  // Over midnight.
  expect(times(22, 3)).toEqual(["pulls 22-23", "tries 23-3", "archive 3-3", "mail 4-4"]);
  expect(times(0, 23)).toEqual(["pulls 0-1", "tries 1-5", "mail 6-6", "archive 23-23"]);
});

test("every night begins an hour before the pulls, and all that happens in it is on its axis", () => {
  for (let pull = 0; pull < 24; pull += 1) {
    for (let archive = 0; archive < 24; archive += 1) {
      const { from, length, marks } = planOf(pull, archive);
      expect((from + 1) % 24).toBe(pull);
      expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).sort((a, b) => a - b));
      for (const mark of marks) {
        expect(mark.at).toBeGreaterThanOrEqual(1);
        expect(mark.until).toBeLessThan(length);
        expect((from + mark.at) % 24).toBe(mark.hour);
        expect((from + mark.until) % 24).toBe(mark.untilHour);
      }
      expect(marks.find(({ id }) => id === "archive")?.hour).toBe(archive);
      expect(Math.max(...linesOf(length))).toBeLessThanOrEqual(length);
      expect(linesOf(length).length).toBeLessThanOrEqual(9);
    }
  }
});

test("an archiving that does not follow the asking is said", () => {
  expect([1, 2, 3, 7, 8, 0].map((archive) => planOf(1, archive).archivesEarly)).toEqual([true, false, false, false, true, true]);
});

test("hours and days are those of a calendar, whatever the browser's zone", () => {
  expect([hourIn("en", 1), hourIn("en", 22), hourIn("es", 13)].map((text) => text.replace(/\s/g, " "))).toEqual(["1:00 AM", "10:00 PM", "13:00"]);
  expect([later("2026-03-01", -1), later("2026-12-31", 1)]).toEqual(["2026-02-28", "2027-01-01"]);
});

const pull = (school: string, outcome: "FAILED" | "APPLIED" | "OPEN" | "NOT_BEGUN", needsAttention = false, comesAgain = false) => ({
  schoolDisplayName: school,
  connectionDisplayName: "SIS",
  outcome,
  needsAttention,
  comesAgain,
});

test("who needs a person stands first, then who is at work, then all others by name", () => {
  const pulls = [
    pull("Young", "APPLIED"),
    pull("Adams", "APPLIED"),
    pull("Ñandú", "OPEN"),
    pull("Lincoln", "FAILED", false, true),
    pull("Zapata", "FAILED", true),
    pull("Oak", "NOT_BEGUN", true),
  ];
  expect(inOrder(pulls, "es").map(({ schoolDisplayName }) => schoolDisplayName)).toEqual(["Oak", "Zapata", "Lincoln", "Ñandú", "Adams", "Young"]);
});

test("what is tried again that night is no failure yet", () => {
  expect(pullState(pull("a", "FAILED", false, true))).toEqual({ word: "AGAIN", meaning: "running" });
  expect(pullState(pull("a", "NOT_BEGUN", false, true))).toEqual({ word: "SOON", meaning: "running" });
  expect(pullState(pull("a", "FAILED", true))).toEqual({ word: "FAILED", meaning: "refused" });
});
