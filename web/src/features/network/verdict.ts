/** What tries of hosts come to: let through, slow, blocked, or not to be told. Pure. */
import type { Host, Use } from "./hosts";

/** Longer than that is slow: people wait for it. */
export const SLOW_MS = 3_000;
/** Longer than that is not waited for. */
export const LIMIT_MS = 10_000;

/**
 * One try: answered by the service; "foreign": by somebody else in its place, such as a filter's page;
 * "refused": the connection was not let through; "silent": nothing came until the time was over.
 */
export interface Attempt {
  kind: "answered" | "foreign" | "refused" | "silent";
  ms: number;
}

export type Result = "ok" | "slow" | "blocked" | "cut" | "foreign" | "unclear" | "hand";
export type Verdict = "ok" | "slow" | "blocked" | "offline" | "unclear";

/** A use by its own name; two of one host differ in their purpose. */
export const keyOf = ({ purpose }: Use): string => purpose;

export type Attempts = ReadonlyMap<string, Attempt>;

const WORST_FIRST: readonly Result[] = ["foreign", "blocked", "cut", "unclear", "slow", "ok", "hand"];

/** What a host comes to; undefined while something of it is still being tried. */
export function resultOf(host: Host, own: Host | undefined, attempts: Attempts): Result | undefined {
  const results: Result[] = [];
  for (const use of host.uses) {
    if (use.way === "hand") {
      results.push("hand");
      continue;
    }
    const attempt = attempts.get(keyOf(use));
    if (!attempt) return undefined;
    results.push(resultOfUse(use, attempt, host, own, attempts));
  }
  return WORST_FIRST.find((each) => results.includes(each));
}

function resultOfUse(use: Use, { kind, ms }: Attempt, host: Host, own: Host | undefined, attempts: Attempts): Result {
  if (kind === "answered") return ms < SLOW_MS ? "ok" : "slow";
  if (kind === "foreign") return "foreign";
  // Short calls get through and the long one doesn't: something on the way ends or holds back long connections.
  if (use.way === "stream" && host.uses.some((other) => other.way === "reach" && isGood(attempts.get(keyOf(other))))) return "cut";
  if (kind === "refused") return "blocked";
  // Silence says something of a host only where the network answers elsewhere in good time.
  return own && own.id !== host.id && isPrompt(own, attempts) ? "blocked" : "unclear";
}

const isGood = (attempt: Attempt | undefined) => attempt?.kind === "answered";

const isPrompt = (host: Host, attempts: Attempts) =>
  host.uses.some((use) => {
    const attempt = attempts.get(keyOf(use));
    return attempt?.kind === "answered" && attempt.ms < SLOW_MS;
  });

/** What all of them come to; the first host is the console's own. */
export function verdictOf(hosts: readonly Host[], attempts: Attempts): Verdict | undefined {
  const [own] = hosts;
  const results = hosts.map((host) => resultOf(host, own, attempts));
  if (!own || results.includes(undefined)) return undefined;
  const console = attempts.get("console");
  if (console && console.kind !== "answered") return "offline";
  if (results.some((each) => each === "blocked" || each === "cut" || each === "foreign")) return "blocked";
  if (results.includes("unclear")) return "unclear";
  return results.includes("slow") ? "slow" : "ok";
}

/** The better of two tries: a hiccup is no wall. */
export const better = (one: Attempt, other: Attempt): Attempt => (one.kind === "answered" ? one : other);
