const KEYS: Record<string, string> = {
  "auth/invalid-credential": "wrong",
  "auth/invalid-email": "emailMissing",
  "auth/user-not-found": "wrong",
  "auth/wrong-password": "wrong",
  "auth/user-disabled": "ACCOUNT_ENDED",
  "auth/too-many-requests": "tooMany",
  "auth/network-request-failed": "unreachable",
  "auth/popup-blocked": "popupBlocked",
  "auth/account-exists-with-different-credential": "otherWay",
};
/** Who closes the window of their provider has changed their mind, and needs no word about it. */
const NOTHING = new Set(["auth/popup-closed-by-user", "auth/cancelled-popup-request", "auth/user-cancelled"]);
/** What our own functions answer to Firebase; it stands somewhere in the error's text. */
const REFUSALS = /\b(NOT_ON_THE_ROSTER|ACCOUNT_ENDED|PROVIDER_OFF|TOO_MANY_SIGN_INS|TRY_AGAIN)\b/;

/** The text's key for what Firebase Auth says, empty for nothing; whether an address is known is never told. */
export function signInErrorKey(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (NOTHING.has(String(code))) return "";
  const refusal = REFUSALS.exec(String(message))?.[1];
  return `signIn.${refusal ?? KEYS[String(code)] ?? "failed"}`;
}
