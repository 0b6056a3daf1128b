import { queryOptions } from "@tanstack/react-query";
import { ApiError, toApiError } from "@/api/client";

interface SignInOptions {
  /** Ids as Firebase Auth has them: google.com, password. */
  providers: { provider: string }[];
}

/** Ask which ways to sign in are switched on; throws an ApiError when that can't be told. */
async function readSignInOptions(): Promise<SignInOptions> {
  const asked = fetch("/v1/signInOptions", { cache: "no-store" });
  const answer = await asked.catch(() => Promise.reject(new ApiError("UNREACHABLE", "")));
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok || body === undefined) throw toApiError(body);
  return body as SignInOptions;
}

export const signInOptionsQuery = queryOptions({
  queryKey: ["signInOptions"],
  queryFn: readSignInOptions,
});
