import { expect, test } from "vitest";
import { codeIn } from "../src/features/entry/mailed-code";
import { entryErrorKey } from "../src/features/entry/entry-errors";
import { judged } from "../src/features/entry/password-rules";

const EMAIL = "ada.lovelace@district.example";

test("a password is judged by its length and never by its sorts of signs", () => {
  expect(judged("Aa1!Aa1!Aa1", EMAIL)).toBe("short");
  expect(judged("river pencil", EMAIL)).toBe("good");
  expect(judged("seventeen letters", EMAIL)).toBe("strong");
  expect(judged("aaaaaaaaaaaaaaaaaaaa", EMAIL)).toBe("weak");
  // Signs are counted and not their bytes.
  expect(judged("🐎🐎🐎🐎🐎🐎", EMAIL)).toBe("short");
});

test("a password is not the address, whole, in part or written twice", () => {
  expect(judged(EMAIL, EMAIL)).toBe("email");
  expect(judged(` ${EMAIL.toUpperCase()} `, EMAIL)).toBe("email");
  expect(judged("ada.lovelace", EMAIL)).toBe("email");
  expect(judged("ada.lovelaceada.lovelace", EMAIL)).toBe("email");
  expect(judged("ada.lovelace wrote programs", EMAIL)).toBe("strong");
});

test("the code of a link stands behind its #", () => {
  expect(codeIn("#code=AbC-_1")).toBe("AbC-_1");
  expect(codeIn("")).toBe("");
  expect(codeIn("#other=1")).toBe("");
});

test("a link that is used up, expired or of nobody is told alike", () => {
  const codes = ["auth/expired-action-code", "auth/invalid-action-code", "auth/user-not-found"];
  expect(new Set(codes.map((code) => entryErrorKey({ code })))).toEqual(new Set(["entry.linkDead"]));
  expect(entryErrorKey({ code: "auth/too-many-requests" })).toBe("signIn.tooMany");
});
