import { signInErrorKey } from "@/features/account/sign-in-errors";

const KEYS: Record<string, string> = {
  "auth/expired-action-code": "entry.linkDead",
  "auth/invalid-action-code": "entry.linkDead",
  "auth/user-not-found": "entry.linkDead",
  // Of a link that was mailed to another address.
  "auth/invalid-email": "entry.otherAddress",
  "auth/weak-password": "entry.verdict.short",
  "auth/password-does-not-meet-requirements": "entry.refusedPassword",
};

/** The text's key for what Firebase Auth says of a mailed link; whether an address is known is never told. */
export function entryErrorKey(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return KEYS[String(code)] ?? signInErrorKey(error);
}
