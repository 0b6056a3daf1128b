import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { addressFault } from "../src/features/rostering/source-address";
import {
  SCOPES,
  VERSIONS,
  WAYS,
  changed,
  faultsOf,
  hasSource,
  isUsual,
  losesSecret,
  secretState,
  settingsOf,
  sourceOf,
  stillFaulted,
} from "../src/features/rostering/source-form";
import en from "../src/locales/en/rostering.json";

const CASES = JSON.parse(readFileSync("../tests/data/source_addresses.json", "utf-8")) as [string, string][];
const texts = en.rostering.source;

test.each(CASES)("an address such as %j is faulted as the API faults it", (address, fault) => {
  expect(addressFault(address) ?? "").toBe(fault);
});

test("each fault of an address has words", () => {
  const faults = new Set(CASES.map(([, fault]) => fault).filter(Boolean));
  const others = ["refused", "elsewhere", "clientId", "customScope", "pageLimit"];
  expect(Object.keys(texts.faults).sort()).toEqual([...faults, ...others].sort());
});

interface Document {
  components: { schemas: Record<string, { enum: string[]; properties: Record<string, unknown> }> };
}
const { schemas } = (JSON.parse(readFileSync("../docs/api/openapi.json", "utf-8")) as Document).components;

test("each choice of the API can be chosen, and has words", () => {
  const sorted = (values: readonly string[] = []) => [...values].sort();
  expect(sorted(VERSIONS)).toEqual(sorted(schemas["ApiVersion"]?.enum));
  expect(sorted(WAYS)).toEqual(sorted(schemas["ApiAuthentication"]?.enum));
  expect(sorted(SCOPES)).toEqual(sorted(schemas["ApiScope"]?.enum));
  expect(sorted(Object.keys(texts.versions))).toEqual(sorted(VERSIONS));
  expect(sorted(Object.keys(texts.ways))).toEqual(sorted(WAYS));
  expect(sorted(Object.keys(texts.scopes))).toEqual(sorted(SCOPES));
});

const profile = (more: object) => ({ baseUrl: "", tokenUrl: "", steps: "", ...more }) as Schemas["ApiProfile"];
const BASE = "https://sis.example/ims";
const stored = (more: object = {}) =>
  ({ ...sourceOf(null, null), baseUrl: BASE, hasSecret: true, secretTime: "2026-11-27T09:00:00Z", ...more }) as Schemas["ApiSourceView"];

test("a form begins with every setting of the API and nothing else", () => {
  const names = Object.keys(schemas["ApiSourceSettings"]?.properties ?? {}).sort();
  expect(Object.keys(sourceOf(null, null)).sort()).toEqual(names);
  expect(Object.keys(sourceOf(stored(), null)).sort()).toEqual(names);
});

test("what is published is filled in, but for addresses that differ from school to school", () => {
  const filled = sourceOf(null, profile({
    baseUrl: "https://api.example/oneroster",
    tokenUrl: "https://{district}.example/token",
    version: "V1P1",
    authentication: "BODY",
    pageLimit: 100,
    keepCookies: false,
    deltaPulls: true,
  }));
  expect(filled).toEqual({
    ...sourceOf(null, null),
    baseUrl: "https://api.example/oneroster",
    version: "V1P1",
    authentication: "BODY",
    pageLimit: 100,
    keepCookies: false,
    deltaPulls: true,
  });
  expect(sourceOf(stored({ version: "V1P2" }), profile({ version: "V1P1" })).version).toBe("V1P2");
});

test("a paste's spaces are not sent, nor a scope that does not count", () => {
  const source = { ...sourceOf(null, null), baseUrl: ` ${BASE}\n`, clientId: "key ", customScope: " a b " };
  expect(settingsOf(source)).toEqual({ ...source, baseUrl: BASE, clientId: "key", customScope: "" });
  expect(settingsOf({ ...source, scope: "CUSTOM" }).customScope).toBe("a b");
});

test("whoever changes an address is told beforehand that the secret goes", () => {
  const source = sourceOf(stored(), null);
  expect(losesSecret(stored(), source)).toBe(false);
  expect(losesSecret(stored(), { ...source, baseUrl: `${BASE} `, clientId: "other", pageLimit: 5 })).toBe(false);
  expect(losesSecret(stored(), { ...source, baseUrl: `${BASE}/` })).toBe(true);
  expect(losesSecret(stored(), { ...source, tokenUrl: `${BASE}/token` })).toBe(true);
  expect(losesSecret(stored({ hasSecret: false }), { ...source, baseUrl: "https://b.example" })).toBe(false);
  expect(losesSecret(null, source)).toBe(false);
});

test("a word for one token address counts for no other", () => {
  const approved = { ...sourceOf(stored(), null), tokenUrl: "https://a.example", tokenUrlApproved: true };
  expect(changed(approved, { clientId: "key" }).tokenUrlApproved).toBe(true);
  expect(changed(approved, { tokenUrl: "https://b.example" }).tokenUrlApproved).toBe(false);
  expect(changed(approved, { baseUrl: "https://b.example" }).tokenUrlApproved).toBe(false);
  expect(changed({ ...approved, tokenUrlApproved: false }, { tokenUrlApproved: true }).tokenUrlApproved).toBe(true);
});

test("what the API faults is said at its field", () => {
  const sent = { ...sourceOf(stored(), null), baseUrl: "http://a.example", tokenUrl: "https://b.example/token" };
  expect(faultsOf(["apiSource.baseUrl", "apiSource.tokenUrl"], sent)).toEqual({ baseUrl: "scheme", tokenUrl: "elsewhere" });
  expect(faultsOf(["apiSource.baseUrl"], { ...sent, baseUrl: BASE })).toEqual({ baseUrl: "refused" });
  expect(faultsOf(["apiSource.pageLimit", "apiSource.clientId", "displayName"], sent)).toEqual({
    pageLimit: "pageLimit",
    clientId: "clientId",
  });
});

test("what somebody has corrected is faulted no more before it is sent again", () => {
  const sent = { ...sourceOf(null, null), pageLimit: 0 };
  const faults = { baseUrl: "empty", pageLimit: "pageLimit" } as const;
  expect(stillFaulted(faults, sent, sent)).toEqual(faults);
  expect(stillFaulted(faults, sent, { ...sent, baseUrl: BASE })).toEqual({ pageLimit: "pageLimit" });
});

test("a secret is set, taken away or not there yet", () => {
  expect(secretState(stored())).toBe("set");
  expect(secretState(stored({ hasSecret: false, secretClearedTime: "2026-11-27T09:00:00Z" }))).toBe("cleared");
  expect(secretState(stored({ hasSecret: false, secretTime: null }))).toBe("none");
  expect(secretState(undefined)).toBe("none");
});

test("only what speaks OneRoster has an address and keys", () => {
  expect(schemas["Method"]?.enum.filter(hasSource).sort()).toEqual(["CLASSLINK", "ONEROSTER"]);
});

test("how a system is asked is unusual as soon as one part of it is not what is published", () => {
  const profile = { baseUrl: "https://{district}.example", tokenUrl: "", keepCookies: true, pageLimit: 500 } as unknown as Schemas["ApiProfile"];
  const usual = sourceOf(null, profile);
  expect(isUsual(usual, profile)).toBe(true);
  expect(isUsual({ ...usual, baseUrl: "https://ours.example", clientId: "key" }, profile)).toBe(true);
  expect(isUsual({ ...usual, pageLimit: 1_000 }, profile)).toBe(false);
  expect(isUsual({ ...usual, pageLimit: 1_000 }, null)).toBe(true);
  expect(isUsual({ ...usual, deltaPulls: true }, profile)).toBe(false);
});
