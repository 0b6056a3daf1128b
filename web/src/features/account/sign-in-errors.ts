const KEYS: Record<string, string> = {
  "auth/invalid-credential": "wrong",
  "auth/invalid-email": "emailMissing",
  "auth/user-not-found": "wrong",
  "auth/wrong-password": "wrong",
  "auth/user-disabled": "disabled",
  "auth/too-many-requests": "tooMany",
  "auth/network-request-failed": "unreachable",
};

/** The text's key for what Firebase Auth says; whether an address is known is never told. */
export function signInErrorKey(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return `signIn.${KEYS[String(code)] ?? "failed"}`;
}
