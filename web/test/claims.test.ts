import { expect, test } from "vitest";
import { identityOf, listensTo } from "../src/app/claims";

test("memberships are read by school, and what is not understood is left out", () => {
  const claims = {
    m: { b: { r: "TEACHER", p: "p2" }, a: { r: "OWNER", p: "p1" }, c: { r: "KING", p: "p3" }, d: 7 },
    s: "s1",
  };
  expect(identityOf("x@demo.example", claims)).toEqual({
    email: "x@demo.example",
    session: "s1",
    isDistrict: false,
    memberships: [
      { school: "a", role: "OWNER", person: "p1", isLimited: false },
      { school: "b", role: "TEACHER", person: "p2", isLimited: false },
    ],
    isLimited: false,
  });
});

test("a District Manager needs no membership, and no claims are nobody's", () => {
  expect(identityOf(null, { d: { p: "p1" } }).isDistrict).toBe(true);
  expect(identityOf(null, {})).toEqual({
    email: "",
    session: "",
    isDistrict: false,
    memberships: [],
    isLimited: false,
  });
});

test("only those who run all of a school listen to its documents", () => {
  const at = (role: string, more = {}) => identityOf("", { m: { a: { r: role, p: "p1", ...more } } });
  const listening = [at("OWNER"), at("MANAGER"), identityOf("", { d: { p: "p1" } })];
  expect(listening.map((one) => listensTo(one, "a"))).toEqual([true, true, true]);
  const others = [at("MANAGER", { g: ["09"] }), at("TEACHER"), at("STAFF"), at("STUDENT")];
  expect(others.map((one) => listensTo(one, "a"))).toEqual([false, false, false, false]);
  expect(listensTo(at("OWNER"), "b")).toBe(false);
});

test("who has to prove themselves once more, and who has emergency access, is known by the token", () => {
  expect(identityOf("", { s: "s1", l: true }).isLimited).toBe(true);
  expect(identityOf("", { s: "s1", l: "true" }).isLimited).toBe(false);
  expect(identityOf("", { b: 1_800_000_000 }).emergencyEnd).toBe(1_800_000_000_000);
  expect("emergencyEnd" in identityOf("", { b: "soon" })).toBe(false);
});
