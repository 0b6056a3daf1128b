import type { MultiFactorError } from "firebase/auth";

/** What Firebase Auth says to the first proof of somebody who has a second one; undefined for anything else. */
export function challengeOf(error: unknown): MultiFactorError | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "auth/multi-factor-auth-required" ? (error as MultiFactorError) : undefined;
}
