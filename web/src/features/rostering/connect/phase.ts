/** Where the first plan of a connection stands. Pure. */
import type { Connection, Run } from "../queries";

export type Phase = "begin" | "working" | "decide" | "failed" | "done";

type Known = Pick<Run, "state" | "outcome" | "approval" | "trigger">;

/**
 * What there is to do.
 *
 * @param connection of which a person may have approved a plan
 * @param newest its newest run; undefined where it has none
 */
export function phaseOf({ verifiedTime }: Pick<Connection, "verifiedTime">, newest: Known | undefined): Phase {
  if (!newest) return "begin";
  if (newest.state !== "CLOSED") return "working";
  if (newest.approval === "PENDING") return "decide";
  if (verifiedTime) return "done";
  if (newest.approval === "DISCARDED") return "begin";
  // Approved, and the run that applies it is about to be there.
  if (newest.approval === "APPROVED") return "working";
  return "failed";
}
