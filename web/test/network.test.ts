import { expect, test } from "vitest";
import type { Configuration } from "../src/app/configuration";
import { type Host, filesHostOf, hostsOf, listOf } from "../src/features/network/hosts";
import { reportOf } from "../src/features/network/report";
import { type Attempt, type Attempts, resultOf, verdictOf } from "../src/features/network/verdict";

const LIVE: Configuration = { apiKey: "k&y", authDomain: "carillon.lincoln.org", projectId: "lincoln" };
const ORIGIN = "https://carillon.lincoln.org";
const LOCAL: Configuration = {
  ...LIVE,
  authDomain: "127.0.0.1:8080",
  emulators: { auth: "http://127.0.0.1:8080", firestore: "127.0.0.1:9001", storage: "http://127.0.0.1:9002" },
};

const idsOf = (hosts: readonly Host[]) => hosts.map(({ id }) => id);

test("a live console names its own host and those of Google that it calls, each once", () => {
  const hosts = hostsOf(LIVE, ORIGIN, true);
  expect(idsOf(hosts)).toEqual([
    "carillon.lincoln.org:443",
    "identitytoolkit.googleapis.com:443",
    "securetoken.googleapis.com:443",
    "firestore.googleapis.com:443",
    "storage.googleapis.com:443",
    "apis.google.com:443",
    "accounts.google.com:443",
  ]);
  expect(hosts[0]?.uses.map(({ purpose }) => purpose)).toEqual(["console", "api"]);
  expect(hosts[1]?.uses[0]?.url).toBe("https://identitytoolkit.googleapis.com/v1/projects?key=k%26y");
});

test("where nobody signs in with Google its sign-in needs no host", () => {
  expect(idsOf(hostsOf(LIVE, ORIGIN, false)).filter((id) => id.includes(".google.com"))).toEqual([]);
});

test("a window of sign-in at another address is a host of its own, tried by hand", () => {
  const hosts = hostsOf({ ...LIVE, authDomain: "lincoln.firebaseapp.com" }, ORIGIN, true);
  expect(hosts.at(-1)).toMatchObject({ id: "lincoln.firebaseapp.com:443", uses: [{ purpose: "signInPages", way: "hand" }] });
});

test("the same pages at other addresses try those", () => {
  const hosts = hostsOf(LOCAL, "http://127.0.0.1:8080", true);
  expect(idsOf(hosts)).toEqual(["127.0.0.1:8080", "127.0.0.1:9001", "127.0.0.1:9002"]);
  expect(hosts[0]?.protocol).toBe("HTTP");
});

test("the list has a line for each host, and roster files their own port", () => {
  expect(listOf(hostsOf(LIVE, ORIGIN, false)).split("\n")[0]).toBe("carillon.lincoln.org\t443\tTCP\tHTTPS");
  expect(filesHostOf(LIVE)).toBeNull();
  const told = filesHostOf({ ...LIVE, sftp: { host: "sftp.lincoln.org", port: 22, hostKeys: [] } });
  expect(told && listOf([told])).toBe("sftp.lincoln.org\t22\tTCP\tSFTP");
});

// --- what tries come to

const HOSTS = hostsOf(LIVE, ORIGIN, true);
const USES = HOSTS.flatMap(({ uses }) => uses).filter(({ way }) => way !== "hand");
const good: Attempt = { kind: "answered", ms: 80 };
const tried = (changes: Record<string, Attempt>): Attempts =>
  new Map(USES.map(({ purpose }) => [purpose, changes[purpose] ?? good]));
const resultFor = (id: string, attempts: Attempts) => {
  const host = HOSTS.find((one) => one.id.startsWith(id));
  if (!host) throw new Error(id);
  return resultOf(host, HOSTS[0], attempts);
};

test("all that answers is let through; what a page can't call is not counted", () => {
  const attempts = tried({});
  expect(verdictOf(HOSTS, attempts)).toBe("ok");
  expect(resultFor("accounts.google.com", attempts)).toBe("hand");
});

test("nothing is said before all has come in", () => {
  const attempts = new Map([...tried({})].slice(0, -1));
  expect(verdictOf(HOSTS, attempts)).toBeUndefined();
  expect(verdictOf([], attempts)).toBeUndefined();
});

test.each([
  ["a connection that is refused", { kind: "refused", ms: 12 }, "blocked"],
  ["silence while the network answers elsewhere", { kind: "silent", ms: 10_000 }, "blocked"],
  ["a page in the service's place", { kind: "foreign", ms: 40 }, "foreign"],
] as const)("%s is a blocked host", (_, attempt, result) => {
  const attempts = tried({ tokens: attempt });
  expect(resultFor("securetoken", attempts)).toBe(result);
  expect(resultFor("identitytoolkit", attempts)).toBe("ok");
  expect(verdictOf(HOSTS, attempts)).toBe("blocked");
});

test("a slow host is told apart from a blocked one", () => {
  const attempts = tried({ tokens: { kind: "answered", ms: 3_000 } });
  expect(resultFor("securetoken", attempts)).toBe("slow");
  expect(verdictOf(HOSTS, attempts)).toBe("slow");
  expect(verdictOf(HOSTS, tried({ tokens: { kind: "answered", ms: 2_999 } }))).toBe("ok");
});

test("silence says nothing of a host where everything is slow", () => {
  const slow: Attempt = { kind: "answered", ms: 8_000 };
  const attempts = tried({ console: slow, api: slow, tokens: { kind: "silent", ms: 10_000 } });
  expect(resultFor("securetoken", attempts)).toBe("unclear");
  expect(verdictOf(HOSTS, attempts)).toBe("unclear");
});

test("short calls that get through where the long one doesn't are a cut connection", () => {
  for (const kind of ["refused", "silent"] as const) {
    const attempts = tried({ live: { kind, ms: 900 } });
    expect(resultFor("firestore", attempts)).toBe("cut");
    expect(verdictOf(HOSTS, attempts)).toBe("blocked");
  }
  const both = tried({ live: { kind: "refused", ms: 9 }, data: { kind: "refused", ms: 9 } });
  expect(resultFor("firestore", both)).toBe("blocked");
});

test("without the console itself there is no network to judge", () => {
  const away: Attempt = { kind: "refused", ms: 5 };
  const none = Object.fromEntries(USES.map(({ purpose }) => [purpose, away]));
  expect(verdictOf(HOSTS, tried(none))).toBe("offline");
});

test("the report names each host with its result, and nobody", () => {
  const attempts = tried({ tokens: { kind: "refused", ms: 12 } });
  const time = new Date("2026-11-26T12:00:00Z");
  const about = { hosts: HOSTS, attempts, time, origin: ORIGIN, browser: "Browser 1" };
  const t = (key: string, values?: object) => `${key}${values ? JSON.stringify(values) : ""}`;
  const lines = reportOf(about, t as never).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    `network.reportTitle{"origin":"${ORIGIN}"}`,
    "2026-11-26T12:00:00.000Z",
    "Browser 1",
    "network.verdicts.blocked",
  ]);
  expect(lines).toContain("securetoken.googleapis.com:443 (HTTPS): network.results.blocked");
  expect(lines).toContain('  network.purposes.tokens: network.attempts.refused{"ms":12}');
  expect(lines).toContain("  network.purposes.googleAccounts: network.attempts.untried");
});
