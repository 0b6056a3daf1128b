/** The steps of connecting a system, and where somebody who comes back goes on. Pure. */
import type { Connection } from "../queries";
import { hasSource } from "../source-form";

export const STEPS = ["system", "access", "trial", "sync", "plan"] as const;
export type StepName = (typeof STEPS)[number];

type Known = Pick<Connection, "method" | "apiSource" | "schoolSourcedId" | "verifiedTime">;

/** Whether the system's address and both halves of its key are there. */
export const hasKey = ({ apiSource }: Pick<Connection, "apiSource">): boolean =>
  Boolean(apiSource?.clientId && apiSource.hasSecret);

/**
 * The step that is shown.
 *
 * @param connection as it stands; undefined before there is one
 * @param asked what the address says
 */
export function stepOf(connection: Known | undefined, asked: string | undefined): StepName {
  if (!connection) return "system";
  return STEPS.find((step) => step === asked) ?? firstOpen(connection);
}

function firstOpen(connection: Known): StepName {
  if (connection.verifiedTime) return "plan";
  if (!hasSource(connection.method)) return "access";
  if (!hasKey(connection)) return "access";
  return connection.schoolSourcedId ? "plan" : "trial";
}

/** The steps before and after one; undefined at the ends. */
export function around(step: StepName): { before: StepName | undefined; after: StepName | undefined } {
  const at = STEPS.indexOf(step);
  return { before: STEPS[at - 1], after: STEPS[at + 1] };
}
