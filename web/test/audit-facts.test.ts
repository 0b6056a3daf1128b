import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { signInWords, thingWords } from "../src/features/audit/facts";

/** Words as their key and values, which the texts themselves are tested for elsewhere. */
const t = ((key: string, values: Record<string, unknown> = {}) => {
  const told = Object.entries(values).filter(([name]) => name !== "defaultValue");
  return [key, ...told.map(([, value]) => value)].join(" ");
}) as unknown as TFunction;

test("a sign-in says by which way, and what was given as a reason", () => {
  expect(signInWords({ provider: "google.com", session: "s1" }, t)).toEqual(["accounts.providers.google_com"]);
  expect(signInWords({ account: "a", reason: "Google is down", breakGlass: "true" }, t)).toEqual([
    "audit.things.emergency",
    "audit.things.reason Google is down",
  ]);
  expect(signInWords({ account: "a", state: "ENDED" }, t)).toEqual(["accounts.states.ENDED"]);
  expect(signInWords({ verb: "UPDATE", state: "ARCHIVED" }, t)).toEqual([]);
});

test("what is nobody is told by what is known of it", () => {
  expect(thingWords({ on: "google.com password" }, t)).toEqual([
    "audit.things.on accounts.providers.google_com, accounts.providers.password",
  ]);
  expect(thingWords({ on: "" }, t)).toEqual(["audit.things.on –"]);
  expect(thingWords({ session: "s1" }, t)).toEqual(["audit.things.session"]);
  expect(thingWords({ export: "e1" }, t)).toEqual(["audit.things.begun"]);
  expect(thingWords({ export: "e1", count: "12" }, t)).toEqual(["audit.things.rows 12"]);
  expect(thingWords({ path: "schools/lincoln/rosterConnections/sis" }, t)).toEqual(["audit.things.connection sis"]);
  expect(thingWords({}, t)).toEqual([]);
});
