import { expect, test } from "vitest";
import { identityOf } from "../src/app/claims";
import { isShared } from "../src/features/session/device";
import { idleAt, isToBeTold } from "../src/features/session/idle";

const MINUTE = 60_000;

test("a session is asked about in its last minute, and over at its end", () => {
  const at = (now: number) => idleAt(0, 15 * MINUTE, now);
  expect(at(0)).toEqual({ state: "in" });
  expect(at(14 * MINUTE - 1)).toEqual({ state: "in" });
  expect(at(14 * MINUTE)).toEqual({ state: "asked", seconds: 60 });
  expect(at(15 * MINUTE - 1)).toEqual({ state: "asked", seconds: 1 });
  expect(at(15 * MINUTE)).toEqual({ state: "out" });
  expect(at(99 * MINUTE)).toEqual({ state: "out" });
  expect(idleAt(0, Infinity, 99 * MINUTE)).toEqual({ state: "in" });
});

test("the API hears of use once a minute, and never of none", () => {
  expect(isToBeTold(10, 5, MINUTE + 5)).toBe(true);
  expect(isToBeTold(10, 5, MINUTE + 4)).toBe(false);
  expect(isToBeTold(5, 5, 99 * MINUTE)).toBe(false);
});

test("a device is shared as somebody said, else on ChromeOS and for students", () => {
  const of = (...roles: string[]) =>
    identityOf("", { m: Object.fromEntries(roles.map((role, at) => [`s${at}`, { r: role, p: "p" }])) });
  const [student, leader, teacher, both, nobody] = [
    of("STUDENT"), of("STUDENT_LEADER", "STUDENT"), of("TEACHER"), of("STUDENT", "TEACHER"), of(),
  ];
  const district = identityOf("", { d: { p: "p" } });
  const all = [student, leader, teacher, both, nobody, district];
  expect(all.map((one) => isShared(undefined, false, one))).toEqual([true, true, false, false, false, false]);
  expect(all.map((one) => isShared(undefined, true, one))).toEqual([true, true, true, true, true, true]);
  expect(all.map((one) => isShared(false, true, one))).toEqual(Array(6).fill(false));
  expect(all.map((one) => isShared(true, false, one))).toEqual(Array(6).fill(true));
});
