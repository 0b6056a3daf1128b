import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { NOBODY, changesOf, reachFor, valuesOf } from "../src/features/people/member-form";

const having = (more: object) => valuesOf({ kind: "admin", role: "MANAGER", firstName: "Mary", ...more } as Schemas["MemberView"]);

test("only what has become different is sent, whatever the order in which it was chosen", () => {
  const before = having({ limitedToGrades: ["09", "10"] });
  expect(changesOf(before, { ...before, limitedToGrades: ["10", "09"], firstName: " Mary " })).toEqual({});
  expect(changesOf(before, { ...before, limitedToGrades: ["11", "09"] })).toEqual({ limitedToGrades: ["09", "11"] });
  expect(changesOf(before, { ...before, limitedToGrades: [], modules: ["FLEX"] })).toEqual({ limitedToGrades: [], modules: ["FLEX"] });
});

test("a role without a use for a list neither shows nor sends it", () => {
  const before = having({ limitedToGrades: ["09"] });
  expect(reachFor(before, before)).toEqual(["limitedToGrades", "modules"]);
  const teacher = { ...before, role: "TEACHER", limitedToGrades: ["10"] };
  expect(reachFor(before, teacher)).toEqual(["modules"]);
  expect(changesOf(before, teacher)).toEqual({ role: "TEACHER" });
  for (const role of ["OWNER", "DISTRICT_MANAGER", "STUDENT", "STUDENT_LEADER"] as const) {
    const nothing = having({ role });
    expect(reachFor(nothing, nothing)).toEqual([]);
  }
  expect(reachFor(NOBODY, NOBODY)).toEqual([]);
});

test("what a roster's new role has left over can be taken away", () => {
  const before = having({ role: "STAFF", limitedToGrades: ["09"] });
  expect(reachFor(before, before)).toEqual(["limitedToGrades", "modules"]);
  expect(changesOf(before, { ...before, limitedToGrades: [] })).toEqual({ limitedToGrades: [] });
});
