/** What a run's state means to people. Pure. */
import type { Meaning } from "@/components/StateBadge";
import type { Run } from "./queries";

type Known = Pick<Run, "state" | "outcome" | "approval" | "undoneBy" | "pull">;

/** What the state of a run is called, as the end of a text's key, and what it means. */
export function stateOf(run: Known): { word: string; meaning: Meaning } {
  if (run.pull?.trouble) return { word: "WAITS", meaning: "waiting" };
  if (run.state !== "CLOSED") return { word: run.state, meaning: "running" };
  if (run.undoneBy) return { word: "UNDONE", meaning: "quiet" };
  if (run.approval !== "NONE") return ofApproval(run);
  return { word: run.outcome ?? "CLOSED", meaning: OUTCOMES[run.outcome ?? ""] ?? "quiet" };
}

function ofApproval({ approval }: Known): { word: string; meaning: Meaning } {
  const meanings: Record<string, Meaning> = { PENDING: "waiting", APPROVED: "done" };
  return { word: approval, meaning: meanings[approval] ?? "quiet" };
}

const OUTCOMES: Record<string, Meaning> = {
  APPLIED: "done",
  UNCHANGED: "done",
  DRY_RUN: "quiet",
  HELD: "waiting",
  REJECTED: "refused",
  FAILED: "refused",
  STALE: "quiet",
  PAUSED: "waiting",
};

/** True while a run still works. */
export const isRunning = (run: Known): boolean => run.state !== "CLOSED";

/** How much of what a run does now is done, 0 to 100; null before it is known. */
export function percentOf({ state, progress, pull }: Pick<Run, "state" | "progress" | "pull">): number | null {
  if (state === "PULLING") return pulledPercent(pull?.collections ?? []);
  const { chunksDone, chunksTotal } = progress;
  return chunksTotal ? Math.round((100 * chunksDone) / chunksTotal) : null;
}

/** Of all records together; unknown while the system has not said of each collection how large it is. */
function pulledPercent(collections: readonly { records: number; total?: number | null }[]): number | null {
  if (!collections.every(({ total }) => typeof total === "number")) return null;
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const total = sum(collections.map((each) => each.total ?? 0));
  // What a system says of its own size may be too small.
  const came = sum(collections.map((each) => Math.min(each.records, each.total ?? 0)));
  return total ? Math.floor((100 * came) / total) : null;
}

/** Whether the people were asked for; the file of such a run was made here and has a name of ours. */
export const isPull = ({ trigger, pull }: Pick<Run, "trigger" | "pull">): boolean => trigger === "FILE" && Boolean(pull);

/** Whether the system was asked, and gave nothing that could be read. */
export const isFailedPull = (run: Pick<Run, "trigger" | "pull" | "outcome" | "file">): boolean =>
  isPull(run) && run.outcome === "FAILED" && !run.file;

/** What the run is called: the name of its file, or the key of a text. */
export function nameOf(run: Pick<Run, "trigger" | "pull" | "file">): { name: string } | { key: "pull.what" | `rostering.triggers.${Run["trigger"]}` } {
  if (isPull(run)) return { key: "pull.what" };
  return run.file ? { name: run.file.fileName } : { key: `rostering.triggers.${run.trigger}` };
}

/** Changes by kind, in the order in which people think of them. */
export const CHANGES = ["added", "updated", "restored", "moved", "archived", "putBack", "removed"] as const;
export const KINDS = ["student", "teacher", "staff", "admin"] as const;

/** What is counted beside people. */
export const OF_CLASSES = ["term", "section", "enrollment"] as const;

/** How many of each change and kind; only changes that anybody has. Of people, unless told otherwise. */
export function changedBy(
  counts: Record<string, number | Record<string, number>>,
  kinds: readonly string[] = KINDS,
): { change: (typeof CHANGES)[number]; byKind: Record<string, number>; total: number }[] {
  return CHANGES.flatMap((change) => {
    const all = counts[change];
    if (typeof all !== "object") return [];
    const byKind = Object.fromEntries(Object.entries(all).filter(([kind]) => kinds.includes(kind)));
    const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
    return total ? [{ change, byKind, total }] : [];
  });
}
