/** What the pulls of a night mean to people, and which come first. Pure. */
import type { Meaning } from "@/components/StateBadge";
import type { Pull } from "./queries";

const MEANINGS: Record<Pull["outcome"], Meaning> = {
  FAILED: "refused",
  NOT_BEGUN: "refused",
  OPEN: "running",
  REJECTED: "refused",
  HELD: "waiting",
  DRY_RUN: "waiting",
  STOPPED: "refused",
  PAUSED: "waiting",
  BLACKOUT: "quiet",
  APPLIED: "done",
  UNCHANGED: "done",
  STALE: "quiet",
};

type Known = Pick<Pull, "outcome" | "comesAgain">;

/** What the state of a pull is called, as the end of a text's key, and what it means. */
export function pullState({ outcome, comesAgain }: Known): { word: string; meaning: Meaning } {
  if (comesAgain) return { word: outcome === "NOT_BEGUN" ? "SOON" : "AGAIN", meaning: "running" };
  return { word: outcome, meaning: MEANINGS[outcome] };
}

type Placed = Known & Pick<Pull, "needsAttention" | "schoolDisplayName" | "connectionDisplayName">;

/** Those that need a person first, then those at work, then all others, each by the school's name. */
export function inOrder<One extends Placed>(pulls: readonly One[], language: string): One[] {
  const rank = (one: One) => (one.needsAttention ? 0 : pullState(one).meaning === "running" ? 1 : 2);
  const name = (one: One) => `${one.schoolDisplayName} ${one.connectionDisplayName}`;
  return [...pulls].sort((a, b) => rank(a) - rank(b) || name(a).localeCompare(name(b), language));
}

/** What is counted, in the order in which people think of it. */
export const COUNTED = ["added", "updated", "restored", "moved", "missing", "archived", "held", "rejected"] as const;
