import { beforeEach, expect, test, vi } from "vitest";
import type { Identity, Role } from "../src/app/claims";
import { keepSchool, lastSchool, placeOf } from "../src/app/last-school";

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

const at = (...held: [string, Role][]): Identity => ({
  email: "",
  session: "s1",
  isDistrict: false,
  isLimited: false,
  memberships: held.map(([school, role]) => ({ school, role, person: "p1", isLimited: false })),
});
const district: Identity = { ...at(), isDistrict: true };

test("the school of last time is kept for one sign-in, and for one's own schools", () => {
  const me = at(["a", "TEACHER"], ["b", "PARENT"]);
  expect(lastSchool(me)).toBe("");
  keepSchool(me, "b");
  expect(lastSchool(me)).toBe("b");
  expect(lastSchool({ ...me, session: "s2" })).toBe("");
  expect(lastSchool(at(["a", "TEACHER"]))).toBe("");
  expect(lastSchool({ ...district })).toBe("b");
});

test("what others have left there is nothing", () => {
  for (const text of ["", "no JSON", "null", "7", '{"session":"s1"}', '{"session":"s1","school":7}']) {
    kept.set("carillon-school", text);
    expect(lastSchool(at(["a", "OWNER"]))).toBe("");
  }
});

test.each([
  ["a District Manager", district, "", { page: "district" }],
  ["a District Manager who was at a school", district, "a", { page: "district" }],
  ["an Owner of one school", at(["a", "OWNER"]), "", { page: "school", school: "a" }],
  ["a teacher of two", at(["a", "TEACHER"], ["b", "STAFF"]), "", { page: "schools" }],
  ["the same after a choice", at(["a", "TEACHER"], ["b", "STAFF"]), "b", { page: "school", school: "b" }],
  ["a parent of one school", at(["a", "PARENT"]), "", { page: "children" }],
  ["a parent of two", at(["a", "PARENT"], ["b", "PARENT"]), "", { page: "children" }],
  ["a parent who chose a school", at(["a", "PARENT"], ["b", "PARENT"]), "b", { page: "school", school: "b" }],
  ["a teacher with a child elsewhere", at(["a", "TEACHER"], ["b", "PARENT"]), "", { page: "schools" }],
  ["a student", at(["a", "STUDENT"]), "", { page: "school", school: "a" }],
  ["somebody of no school", at(), "", { page: "schools" }],
] as const)("%s begins at their place", (_, identity, last, place) => {
  expect(placeOf(identity, last)).toEqual(place);
});
