import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Connection, Run } from "../src/features/rostering/queries";
import { phaseOf } from "../src/features/rostering/connect/phase";
import { STEPS, around, stepOf } from "../src/features/rostering/connect/wizard-steps";
import { begunWith, replaceable, waysOf } from "../src/features/rostering/connect/ways";
import { RECOGNIZED, recognizedBy, takesOver, unmatchedOf } from "../src/features/rostering/takeover-counts";
import en from "../src/locales/en/connect.json";

const KEY = { clientId: "carillon", hasSecret: true };
const connection = (more: object = {}) =>
  ({
    name: "schools/lincoln-high/rosterConnections/sis",
    displayName: "SIS",
    method: "ONEROSTER",
    apiSource: null,
    schoolSourcedId: "",
    verifiedTime: null,
    migratesFrom: null,
    switches: {},
    feed: { stopped: null },
    ...more,
  }) as unknown as Connection;

describe("whoever comes back goes on", () => {
  test.each([
    ["where the system is chosen, before there is a connection", undefined, "system"],
    ["at the key, while there is none", connection(), "access"],
    ["at the key, while half of it is missing", connection({ apiSource: { ...KEY, hasSecret: false } }), "access"],
    ["at the test, until a school is chosen", connection({ apiSource: KEY }), "trial"],
    ["at the plan, once all is set", connection({ apiSource: KEY, schoolSourcedId: "s" }), "plan"],
    ["at the login of files", connection({ method: "SFTP" }), "access"],
    ["at the plan, once one was approved", connection({ method: "SFTP", verifiedTime: "2026-11-23T12:00:00Z" }), "plan"],
  ])("%s", (_, known, step) => {
    expect(stepOf(known, undefined)).toBe(step);
    expect(stepOf(known, "nowhere")).toBe(step);
  });
});

test("an address leads to its step, as soon as there is a connection", () => {
  expect(STEPS.map((step) => stepOf(connection(), step))).toEqual(STEPS);
  expect(STEPS.map((step) => stepOf(undefined, step))).toEqual(STEPS.map(() => "system"));
  expect([around("system").before, around("trial"), around("plan").after]).toEqual([
    undefined,
    { before: "access", after: "sync" },
    undefined,
  ]);
});

const profiles = readdirSync("../shared/rostering/profiles")
  .filter((file) => file.endsWith(".toml"))
  .map((file) => /^method = "(\w+)"$/m.exec(readFileSync(`../shared/rostering/profiles/${file}`, "utf-8"))?.[1] ?? "");

test("each system of the list has a way that works, its own first", () => {
  expect(profiles.length).toBeGreaterThan(40);
  for (const method of profiles) {
    const ways = waysOf({ method: method as "SFTP" });
    expect(ways[0]).toBe(method === "CLEVER" ? "SFTP" : method);
    expect(ways).toContain("SFTP");
    expect(ways).not.toContain("CLEVER");
    expect(ways.filter((way) => !(way in en.connect.ways))).toEqual([]);
  }
});

test("only what the API lets another take over is offered", () => {
  const old = connection({ name: "schools/s/rosterConnections/old" });
  const gone = connection({ name: "schools/s/rosterConnections/gone", feed: { stopped: "MIGRATED" } });
  const taken = connection({ name: "schools/s/rosterConnections/taken" });
  const taking = connection({ name: "schools/s/rosterConnections/taking", migratesFrom: "taken" });
  const all = [old, gone, taken, taking];
  expect(replaceable(all)).toEqual([old]);
  expect(replaceable(all, taking.name)).toEqual([old, taken]);
  expect(replaceable(all, taken.name)).toEqual([]);
});

test("a new connection adds and does nothing else; one that takes over goes on updating and archives nobody", () => {
  const on = { add: true, update: true, archive: true };
  const before = connection({
    switches: { student: on },
    windows: [{ kind: "BLACKOUT", firstDay: "2026-06-01", lastDay: "2026-08-01" }],
    limits: { archiveFloor: 9 },
    archiveAfterNights: 3,
    rosterSections: true,
  });
  expect(Object.values(begunWith(undefined).switches ?? {})).toEqual(
    Array.from({ length: 4 }, () => ({ add: true, update: false, archive: false })),
  );
  const begun = begunWith(before);
  expect(begun.switches).toMatchObject({ student: { add: true, update: true, archive: false }, teacher: { update: false } });
  expect(begun).toMatchObject({ windows: before.windows, limits: before.limits, archiveAfterNights: 3, rosterSections: true });
});

const run = (more: object) =>
  ({ state: "CLOSED", outcome: "DRY_RUN", approval: "NONE", trigger: "FILE", counts: {}, ...more }) as unknown as Run;

test.each([
  ["begin", null, undefined],
  ["working", null, run({ state: "PULLING" })],
  ["decide", null, run({ approval: "PENDING" })],
  ["working", null, run({ approval: "APPROVED" })],
  ["working", null, run({ trigger: "APPROVAL", state: "APPLYING" })],
  ["failed", null, run({ outcome: "REJECTED" })],
  ["failed", null, run({ trigger: "APPROVAL", outcome: "STALE" })],
  ["begin", null, run({ approval: "DISCARDED" })],
  ["done", "2026-11-23T12:00:00Z", run({ trigger: "APPROVAL", outcome: "APPLIED" })],
  ["done", "2026-11-23T12:00:00Z", run({ outcome: "FAILED" })],
  ["decide", "2026-11-23T12:00:00Z", run({ approval: "PENDING" })],
])("it stands at %s", (phase, verifiedTime, newest) => {
  expect(phaseOf({ verifiedTime } as Connection, newest)).toBe(phase);
});

test("what a take-over says is told the surest first, and nothing where there is none", () => {
  const counts = { rows: 3, recognized: { EMAIL: 2, ID: 40, AMBIGUOUS: 1 }, unmatched: { student: 2, staff: 1 } };
  expect(recognizedBy(counts)).toEqual([
    { by: "ID", count: 40 },
    { by: "EMAIL", count: 2 },
    { by: "AMBIGUOUS", count: 1 },
  ]);
  expect(unmatchedOf(counts)).toBe(3);
  expect([takesOver(run({ counts })), takesOver(run({})), takesOver(run({ counts, trigger: "APPROVAL" }))]).toEqual([true, false, false]);
});

interface Document {
  components: { schemas: Record<string, { enum: string[] }> };
}
test("each way to be recognized that the API knows has words", () => {
  const { schemas } = (JSON.parse(readFileSync("../docs/api/openapi.json", "utf-8")) as Document).components;
  expect([...RECOGNIZED].sort()).toEqual([...(schemas["By"]?.enum ?? [])].sort());
  for (const texts of [en.takeover.by, en.takeover.byHint]) {
    expect(Object.keys(texts).sort()).toEqual([...RECOGNIZED, "NEW"].sort());
  }
});
