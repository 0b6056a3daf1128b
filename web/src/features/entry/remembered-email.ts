const KEY = "carillon-link-email";
const LIFE_MS = 60 * 60 * 1000;

/** Keep the address that a link was asked for, for as long as the link works: then it is not asked again. */
export function rememberEmail(email: string, now: number): void {
  localStorage.setItem(KEY, JSON.stringify({ email, until: now + LIFE_MS }));
}

/** The address that a link was asked for in this browser within the last hour; empty for none. */
export function rememberedEmail(now: number): string {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as { email?: unknown; until?: unknown };
    const isFresh = typeof kept.until === "number" && now < kept.until;
    return isFresh && typeof kept.email === "string" ? kept.email : "";
  } catch {
    return "";
  }
}

/** Forget it: the next one at this computer may be somebody else. */
export const forgetEmail = (): void => localStorage.removeItem(KEY);
