/** What the counts of a run say about a connection that takes over from another. Pure. */
import type { Run } from "./queries";

/** How somebody can be found again, the surest first. */
export const RECOGNIZED = ["ID", "NUMBER", "EMAIL", "NAME_AND_GRADE", "AMBIGUOUS"] as const;

type Counts = Run["counts"];
const numbersOf = (counts: Counts, name: string): Record<string, number> => {
  const found = counts[name];
  return typeof found === "object" ? found : {};
};

/** Whether a plan has another connection's people taken over. */
export const takesOver = ({ counts, trigger }: Pick<Run, "counts" | "trigger">): boolean =>
  trigger === "FILE" && ("recognized" in counts || "unmatched" in counts);

/** How many were found by what; only ways by which anybody was. */
export function recognizedBy(counts: Counts): { by: (typeof RECOGNIZED)[number]; count: number }[] {
  const found = numbersOf(counts, "recognized");
  return RECOGNIZED.flatMap((by) => (found[by] ? [{ by, count: found[by] }] : []));
}

/** How many people of the connection before have no row. */
export const unmatchedOf = (counts: Counts): number =>
  Object.values(numbersOf(counts, "unmatched")).reduce((sum, count) => sum + count, 0);
