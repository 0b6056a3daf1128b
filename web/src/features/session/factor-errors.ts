const KEYS: Record<string, string> = {
  "auth/invalid-verification-code": "wrongCode",
  "auth/missing-verification-code": "codeMissing",
  "auth/code-expired": "tooLate",
  "auth/totp-challenge-timeout": "tooLate",
  "auth/requires-recent-login": "tooLate",
  "auth/user-token-expired": "tooLate",
  "auth/too-many-requests": "tooMany",
  "auth/maximum-second-factor-count-exceeded": "already",
  "auth/second-factor-already-in-use": "already",
  "auth/unverified-email": "unverified",
  "auth/operation-not-allowed": "notOn",
  "auth/unsupported-first-factor": "notOn",
  "auth/network-request-failed": "unreachable",
};

/** The text's key for what Firebase Auth says of a second factor. */
export const factorErrorKey = (error: unknown): string =>
  `factor.errors.${KEYS[String((error as { code?: unknown } | null)?.code)] ?? "failed"}`;
