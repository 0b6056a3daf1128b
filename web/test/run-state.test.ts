import { describe, expect, test } from "vitest";
import { connectionState } from "../src/features/rostering/feed-state";
import type { Connection, Run } from "../src/features/rostering/queries";
import { isFailedPull, nameOf, percentOf, stateOf } from "../src/features/rostering/run-state";

const run = (more: object = {}) =>
  ({
    trigger: "FILE",
    state: "CLOSED",
    outcome: "APPLIED",
    approval: "NONE",
    progress: { chunksDone: 0, chunksTotal: 0 },
    file: null,
    pull: null,
    ...more,
  }) as unknown as Run;
const pull = (...collections: [number, number | null][]) => ({
  collections: collections.map(([records, total], at) => ({ collection: `c${at}`, records, total })),
  short: [],
  absent: [],
});
const trouble = { code: "SOURCE_BUSY", time: "2026-11-23T08:00:00Z", lastTime: "2026-11-23T11:00:00Z" };

describe("how much of a pull has come", () => {
  test.each([
    ["nothing is known before the system says a size", pull(), null],
    ["nor while it has not said each", pull([60, 400], [0, null]), null],
    // 60 + 4 of 400 + 4, and a little more than 15 %.
    ["it is that of all records", pull([60, 400], [4, 4]), 15],
    ["it is never more than all", pull([500, 400], [10, 10]), 100],
    ["of nothing there is no share", pull([0, 0]), null],
  ])("%s", (_, pulled, percent) => {
    expect(percentOf(run({ state: "PULLING", pull: pulled }))).toBe(percent);
  });

  test("afterwards it is the share of the plan that is applied", () => {
    const progress = { chunksDone: 1, chunksTotal: 4 };
    expect(percentOf(run({ state: "APPLYING", pull: pull([400, 400]), progress }))).toBe(25);
  });
});

test("a run whose system does not do its part waits for it", () => {
  const state = (more: object) => stateOf(run({ state: "PULLING", outcome: null, pull: { ...pull(), ...more } }));
  expect(state({})).toEqual({ word: "PULLING", meaning: "running" });
  expect(state({ trouble })).toEqual({ word: "WAITS", meaning: "waiting" });
});

test("a run is called as its file, a pull by what it does, whatever its package is called", () => {
  const file = { fileName: "students.csv", sizeBytes: 1 };
  expect(nameOf(run({ file }))).toEqual({ name: "students.csv" });
  expect(nameOf(run({ file, pull: pull() }))).toEqual({ key: "pull.what" });
  expect(nameOf(run({ pull: pull() }))).toEqual({ key: "pull.what" });
  expect(nameOf(run({ trigger: "APPROVAL" }))).toEqual({ key: "rostering.triggers.APPROVAL" });
});

test("a pull has failed only where nothing came that could be read", () => {
  const failed = { outcome: "FAILED", pull: pull() };
  expect(isFailedPull(run(failed))).toBe(true);
  expect(isFailedPull(run({ ...failed, file: { fileName: "sis.zip", sizeBytes: 1 } }))).toBe(false);
  expect(isFailedPull(run({ ...failed, pull: null }))).toBe(false);
  expect(isFailedPull(run({ pull: pull() }))).toBe(false);
});

test("a new connection waits for a sync where it asks, and for a file where it is sent one", () => {
  const fresh = (method: string) =>
    ({ method, enabled: true, verifiedTime: null, feed: { stopped: null, lastGoodTime: null } }) as unknown as Connection;
  expect(connectionState(fresh("ONEROSTER"), 0).word).toBe("NEW_SYSTEM");
  expect(connectionState(fresh("SFTP"), 0).word).toBe("NEW");
});
