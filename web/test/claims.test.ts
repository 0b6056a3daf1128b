import { expect, test } from "vitest";
import { identityOf } from "../src/app/claims";

test("memberships are read by school, and what is not understood is left out", () => {
  const claims = {
    m: { b: { r: "TEACHER", p: "p2" }, a: { r: "OWNER", p: "p1" }, c: { r: "KING", p: "p3" }, d: 7 },
    v: 1,
  };
  expect(identityOf("x@demo.example", claims)).toEqual({
    email: "x@demo.example",
    isDistrict: false,
    memberships: [
      { school: "a", role: "OWNER", person: "p1" },
      { school: "b", role: "TEACHER", person: "p2" },
    ],
  });
});

test("a District Manager needs no membership, and no claims are nobody's", () => {
  expect(identityOf(null, { d: { p: "p1" } }).isDistrict).toBe(true);
  expect(identityOf(null, {})).toEqual({ email: "", isDistrict: false, memberships: [] });
});
