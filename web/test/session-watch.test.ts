import type { FirebaseApp } from "firebase/app";
import { beforeEach, expect, test, vi } from "vitest";
import { identityOf } from "../src/app/claims";
import { watchSession } from "../src/app/session-watch";

interface Listener {
  found: (snapshot: { metadata: { fromCache: boolean }; data: () => object | undefined }) => void;
  failed: (error: { code: string }) => void;
}
const listeners = new Map<string, Listener>();

// What Firestore would say, and when, is said by the test.
vi.mock("firebase/firestore", () => ({
  getFirestore: () => ({}),
  doc: (_database: object, path: string) => path,
  onSnapshot: (path: string, found: Listener["found"], failed: Listener["failed"]) => {
    listeners.set(path, { found, failed });
    return () => listeners.delete(path);
  },
}));

const [account, member] = ["accounts/u1", "schools/lincoln/members/p1"];
const identity = identityOf("o@demo.example", { m: { lincoln: { r: "OWNER", p: "p1" } }, s: "s1" });
let farewells: string[] = [];

beforeEach(() => {
  listeners.clear();
  farewells = [];
  watchSession({} as FirebaseApp, {} as never, "u1", identity, (why) => farewells.push(why));
});

const says = (path: string, fields: object | undefined, fromCache = false) =>
  listeners.get(path)?.found({ metadata: { fromCache }, data: () => fields });
const refuses = (path: string, code: string) => listeners.get(path)?.failed({ code });

test("nobody leaves while the account and the record have them", () => {
  says(account, undefined, true);
  says(account, { state: "ACTIVE", sessions: { s1: {} } });
  says(member, { state: "ACTIVE", role: "OWNER" });
  refuses(member, "unavailable");
  expect(farewells).toEqual([]);
});

test("a session that was ended elsewhere is not told as a change at the school", () => {
  refuses(member, "permission-denied");
  says(account, { state: "ACTIVE", sessions: {} });
  expect(farewells).toEqual(["ended"]);
});

test("who leaves is told the first reason, and once", () => {
  says(account, { state: "ACTIVE", sessions: {} });
  refuses(member, "permission-denied");
  says(member, { state: "ARCHIVED", role: "OWNER" });
  expect(farewells).toEqual(["ended"]);
});

test("who is something else at the school is told so", () => {
  says(member, { state: "ACTIVE", role: "TEACHER" });
  refuses(account, "permission-denied");
  expect(farewells).toEqual(["changed"]);
});
