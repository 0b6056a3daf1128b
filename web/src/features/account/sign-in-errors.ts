const KEYS: Record<string, string> = {
  "auth/invalid-credential": "wrong",
  "auth/invalid-email": "emailMissing",
  "auth/user-not-found": "wrong",
  "auth/wrong-password": "wrong",
  "auth/user-disabled": "disabled",
  "auth/too-many-requests": "tooMany",
  "auth/network-request-failed": "unreachable",
  "auth/popup-blocked": "popupBlocked",
  "auth/account-exists-with-different-credential": "otherWay",
};
/** The person changed their mind, or asked again: nothing that they would not know. */
const SILENT = new Set([
  "auth/popup-closed-by-user",
  "auth/cancelled-popup-request",
  "auth/user-cancelled",
]);
/** What Carillon itself answers where it lets somebody not sign in. */
const REFUSALS: Record<string, string> = {
  NOT_ON_THE_ROSTER: "notOnTheRoster",
  ACCOUNT_ENDED: "accountEnded",
  PROVIDER_OFF: "providerOff",
  TRY_AGAIN: "tryAgain",
};
// Auth wraps that answer, JSON with error.message, in words of its own, and they have changed before.
const ANSWER = /\\?"message\\?"\s*:\s*\\?"([A-Z_]+)\\?"/;

/** The code by which Carillon refused a sign-in, known or not; null where something else went wrong. */
export function refusalOf(error: unknown): string | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code !== "auth/internal-error" || typeof message !== "string") return null;
  return ANSWER.exec(message)?.[1] ?? null;
}

/** The text's key for what Firebase Auth says, empty for nothing; whether an address is known is never told. */
export function signInErrorKey(error: unknown): string {
  const code = String((error as { code?: unknown } | null)?.code);
  if (SILENT.has(code)) return "";
  const refusal = refusalOf(error);
  if (refusal) return `signIn.${REFUSALS[refusal] ?? "refused"}`;
  return `signIn.${KEYS[code] ?? "failed"}`;
}
