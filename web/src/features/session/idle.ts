/** How long before the end somebody is asked whether they are still there. */
export const WARNED_MS = 60_000;
/** How often the API is told at most that somebody is there. */
export const TOLD_EVERY_MS = 60_000;

export type Idle = { state: "in" } | { state: "asked"; seconds: number } | { state: "out" };

/**
 * Where a session stands that was used last at some instant. Pure; all in milliseconds.
 *
 * @param limit for which nobody may leave it unused
 */
export function idleAt(used: number, limit: number, now: number): Idle {
  const left = used + limit - now;
  if (left <= 0) return { state: "out" };
  return left > WARNED_MS ? { state: "in" } : { state: "asked", seconds: Math.ceil(left / 1000) };
}

/** True when the API has to hear that the session was used since it heard so last. */
export const isToBeTold = (used: number, told: number, now: number): boolean =>
  used > told && now - told >= TOLD_EVERY_MS;
