import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../src/locales/en/sign-in-settings.json";
import { domainOf, domainsOf, faultyWays, isDomain, keyOfWay, takenBy, waysOf } from "../src/features/sign-in-settings/ways";

test.each([
  ["District.org", "district.org"],
  [" students.district.org. ", "students.district.org"],
  ["ada@district.org", "district.org"],
  ["@district.org", "district.org"],
  ["https://district.org/sign-in", "district.org"],
  ["district.org:443", "district.org"],
])("what somebody types as %s means %s", (typed, domain) => {
  expect(domainOf(typed)).toBe(domain);
});

test("what can't be a domain is none", () => {
  expect(["district.org", "k12.or.us", "a-b.c-d.org", "xn--bcher-kva.example"].every(isDomain)).toBe(true);
  expect(["", "district", ".org", "district..org", "-x.org", "x-.org", "two words.org", "a.b", "dïstrict.org"].some(isDomain)).toBe(false);
  expect(isDomain(`${"a".repeat(64)}.org`)).toBe(false);
  expect(isDomain(`${"a.".repeat(126)}org`)).toBe(false);
  expect(domainsOf(["District.org", "x@district.org", "nonsense"])).toEqual(["district.org"]);
});

const google = (enabled: boolean, ...realms: string[]) => ({ provider: "google.com", enabled, realms });
const password = (enabled: boolean) => ({ provider: "password", enabled, realms: [] });

test("only what people could use is taken from them", () => {
  const before = [google(true, "a.org", "b.org"), password(false)];
  expect(takenBy(before, [google(true, "a.org", "b.org", "c.org"), password(true)])).toEqual([]);
  expect(takenBy(before, [google(true, "b.org"), password(false)])).toEqual([
    { provider: "google.com", isOff: false, domains: ["a.org"] },
  ]);
  expect(takenBy(before, [google(false, "a.org", "b.org"), password(false)])).toEqual([
    { provider: "google.com", isOff: true, domains: [] },
  ]);
  expect(takenBy(before, [])).toEqual([{ provider: "google.com", isOff: true, domains: [] }]);
  expect(takenBy([google(false, "a.org")], [google(false)])).toEqual([]);
});

test("a form begins as the settings are, and finds what the API faults", () => {
  const view = { ...google(true, "a.org"), displayName: "Google", people: "MEMBERS", judgedBy: "REALM" } as const;
  expect(waysOf([view])).toEqual([google(true, "a.org")]);
  expect(faultyWays(["providers.1.realms", "providers.0.provider", "etag", "providers"])).toEqual([1, 0]);
  expect(keyOfWay("google.com")).toBe("google_com");
});

interface Document {
  components: { schemas: Record<string, { enum: string[] }> };
}
const { schemas } = (JSON.parse(readFileSync("../docs/api/openapi.json", "utf-8")) as Document).components;

test("each check, outcome and nearness of the API has words", () => {
  const texts = en.signInSettings;
  const sorted = (values: readonly string[] = []) => [...values].sort();
  const checks = Object.entries(texts.checks).filter(([, value]) => typeof value === "object" && "fix" in value);
  expect(sorted(checks.map(([name]) => name))).toEqual(sorted(schemas["SignInCheck"]?.enum));
  expect(sorted(Object.keys(texts.checks.results))).toEqual(sorted(schemas["CheckResult"]?.enum));
  expect(sorted(Object.keys(texts.outcomes))).toEqual(sorted(schemas["WayOutcome"]?.enum));
  expect(sorted(Object.keys(texts.nearness))).toEqual(sorted(schemas["Nearness"]?.enum));
  expect(sorted(Object.keys(texts.accountStates))).toEqual(sorted(schemas["AccountState"]?.enum));
  expect(sorted(Object.keys(texts.judgedBy))).toEqual(sorted(schemas["JudgedBy"]?.enum));
  expect(sorted(Object.keys(texts.people))).toEqual(sorted(schemas["People"]?.enum));
});
