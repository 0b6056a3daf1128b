import { expect, test } from "vitest";
import { askedBy, auditSearch, districtAuditSearch } from "../src/features/audit/audit-search";
import { GROUPS, VERBS, verbsOf } from "../src/features/audit/verbs";
import { dayStart, isDay } from "../src/features/audit/zone-day";

const NOTHING = { filter: "", startTime: "", endTime: "" };

test("an address is read as far as it is understood", () => {
  const given = { verb: "members:view", by: "p1", person: "p2", from: "2026-11-01", to: "2026-11-30", pageToken: "x" };
  expect(auditSearch(given)).toEqual(given);
  const wrong = { verb: "members:steal", by: 'x" OR "', person: "Ana Lee", from: "2026-02-30", to: "soon", pageToken: "" };
  expect(auditSearch(wrong)).toEqual({});
  expect(auditSearch({})).toEqual({});
});

test("the district's entries are looked for by no person", () => {
  expect(districtAuditSearch({ verb: "accounts:link", by: "p1", person: "p2", from: "2026-11-01" })).toEqual({
    verb: "accounts:link",
    from: "2026-11-01",
  });
});

test("a question says what the address says, on the school's clocks, the last day included", () => {
  expect(askedBy({}, "America/Chicago")).toEqual(NOTHING);
  expect(askedBy({ verb: "members:view", by: "p1", person: "p2" }, undefined)).toEqual({
    ...NOTHING,
    filter: 'verb = "members:view" AND actor = "person:p1" AND person = "p2"',
  });
  expect(askedBy({ from: "2026-11-23", to: "2026-11-23" }, "America/Chicago")).toEqual({
    ...NOTHING,
    startTime: "2026-11-23T06:00:00.000Z",
    endTime: "2026-11-24T06:00:00.000Z",
  });
});

test.each([
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
  ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
  ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
  ["2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
  ["2026-07-01", "Asia/Kathmandu", "2026-06-30T18:15:00.000Z"],
  ["2026-07-01", "UTC", "2026-07-01T00:00:00.000Z"],
])("%s begins in %s at %s", (day, zone, instant) => {
  expect(dayStart(day, zone)).toBe(instant);
});

test("a day is one that there is", () => {
  expect(["2024-02-29", "2026-12-31"].every(isDay)).toBe(true);
  expect(["2026-02-29", "2026-13-01", "", "2026-1-1", "x2026-01-01"].some(isDay)).toBe(false);
});

test("each thing that can be done stands in one group of each log that can have it", () => {
  const offered = GROUPS.flatMap((group) => verbsOf(group, "school"));
  expect(new Set(offered).size).toBe(offered.length);
  expect(VERBS.filter((verb) => !offered.includes(verb)).sort()).toEqual([
    "accounts:breakGlass",
    "accounts:follow",
    "accounts:link",
    "accounts:resetFactor",
    "rosterSettings:update",
    "sessions:end",
    "sessions:replace",
    "signInRequests:refuse",
    "signInSettings:update",
  ]);
  const ofDistrict = GROUPS.flatMap((group) => verbsOf(group, "district"));
  expect(new Set(ofDistrict).size).toBe(ofDistrict.length);
  expect(VERBS.filter((verb) => !offered.includes(verb) && !ofDistrict.includes(verb))).toEqual([]);
  expect(ofDistrict).toContain("accounts:signIn");
  expect(ofDistrict).not.toContain("members:update");
});
