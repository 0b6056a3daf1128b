import { expect, test } from "vitest";
import { filterOf, peopleSearch, soughtIn } from "../src/features/people/people-search";

test("an address is read as far as it is understood", () => {
  const given = { kind: "student", role: "STUDENT_LEADER", grade: "09", state: "ARCHIVED", list: "room-12" };
  expect(peopleSearch(given)).toEqual(given);
  expect(peopleSearch({ grade: 10 })).toEqual({ grade: "10" });
  expect(peopleSearch({ kind: "king", role: 7, grade: "14", state: "ACTIVE", list: 'x" OR "' })).toEqual({});
  expect(peopleSearch({})).toEqual({});
});

test("a filter says what the address says, and nothing of a state that it doesn't name", () => {
  expect(filterOf({})).toBe("");
  expect(filterOf({ state: "ARCHIVED", grade: "KG" })).toBe('grade = "KG" AND state = "ARCHIVED"');
  expect(filterOf({ state: "ANY" })).toBe('state = "ANY"');
  expect(filterOf({ kind: "teacher", role: "MANAGER", state: "ANY", list: "room-12" })).toBe(
    'kind = "teacher" AND role = "MANAGER" AND state = "ANY" AND list = "room-12"',
  );
});

test("one letter is too little to look for, and signs alone are nothing", () => {
  expect([" g ", "--", "", "'a'"].map(soughtIn)).toEqual(["", "", "", ""]);
  expect(soughtIn(" García ")).toBe("García");
  expect(soughtIn("7 1")).toBe("7 1");
});
