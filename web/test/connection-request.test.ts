import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { type Values, changedBy, faultsIn, sentOf, valuesOf } from "../src/features/connection-request/answer";
import { codeIn } from "../src/features/entry/mailed-code";
import en from "../src/locales/en/rostering.json";

const profile = (more: object) => ({ baseUrl: "", tokenUrl: "", steps: "", ...more }) as Schemas["ApiProfile"];
const VALUES: Values = {
  baseUrl: "https://sis.example/ims",
  tokenUrl: "",
  tokenUrlApproved: false,
  clientId: "key",
  clientSecret: "secret",
};

test("an address that is the same at every school is filled in, one with parts in braces is not", () => {
  expect(valuesOf(null)).toEqual({ ...VALUES, baseUrl: "", clientId: "", clientSecret: "" });
  const filled = valuesOf(profile({ baseUrl: "https://{host}/ims", tokenUrl: "https://sis.example/token" }));
  expect([filled.baseUrl, filled.tokenUrl]).toEqual(["", "https://sis.example/token"]);
});

test("what a paste brings along is not sent", () => {
  const pasted = { ...VALUES, baseUrl: ` ${VALUES.baseUrl}\n`, clientId: "key ", clientSecret: "\tsecret " };
  expect(sentOf(pasted)).toEqual(VALUES);
});

test("a word about one address counts for no other", () => {
  const approved = { ...VALUES, tokenUrlApproved: true };
  expect(changedBy(approved, { clientId: "other" }).tokenUrlApproved).toBe(true);
  expect(changedBy(approved, { tokenUrl: "https://elsewhere.example" }).tokenUrlApproved).toBe(false);
  expect(changedBy(approved, { baseUrl: "https://elsewhere.example" }).tokenUrlApproved).toBe(false);
});

test("a field says what is wrong with it until it is another", () => {
  const sent = { ...VALUES, baseUrl: "http://sis.example" };
  expect(faultsIn(["baseUrl", "clientSecret"], sent, sent)).toEqual({ baseUrl: "scheme", clientSecret: "secret" });
  expect(faultsIn(["baseUrl", "clientSecret"], sent, { ...sent, clientSecret: "other" })).toEqual({ baseUrl: "scheme" });
  expect(faultsIn(["baseUrl"], sent, VALUES)).toEqual({});
  const away = { ...VALUES, tokenUrl: "https://login.example/token" };
  expect(faultsIn(["tokenUrl"], away, away)).toEqual({ tokenUrl: "elsewhere" });
});

test("half a key is none, and what is typed then is taken", () => {
  const none = { ...VALUES, clientId: "", clientSecret: "" };
  expect(faultsIn([], none, none)).toEqual({ clientId: "missing", clientSecret: "missing" });
  expect(faultsIn([], none, VALUES)).toEqual({});
});

test("every fault of a field has words", () => {
  const texts: Record<string, string> = en.rostering.source.faults;
  const sent = { ...VALUES, baseUrl: "", tokenUrl: "https://u:p@a.example", clientId: "x\n" };
  const faults = faultsIn(["baseUrl", "tokenUrl", "clientId"], sent, sent);
  expect(Object.values(faults).map((fault) => Boolean(texts[fault]))).toEqual([true, true, true]);
});

test("the code of a link stands behind its #", () => {
  const code = "abcdefgh234567ab-".padEnd(49, "x");
  expect(codeIn(`#code=${code}`)).toBe(code);
});
