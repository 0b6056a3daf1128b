import type { Auth } from "firebase/auth";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Api = Client<paths>;

/** An answer that is not a success, or none at all. */
export class ApiError extends Error {
  /**
   * @param reason stable word of the API, such as ROLE_MAY_NOT; UNREACHABLE when nothing answered
   * @param forPerson what the API says to the person in their language; empty when it says nothing
   * @param fields names of the request's fields that are at fault
   * @param about what the reason is about, such as the name of what is there already
   */
  constructor(
    readonly reason: string,
    readonly forPerson: string,
    readonly fields: readonly string[] = [],
    readonly about: Readonly<Record<string, string>> = {},
  ) {
    super(reason);
  }
}

/** The API as the signed-in person calls it, in the language that the page shows. */
export function createApi(auth: Auth, language: () => string): Api {
  const api = createClient<paths>({ baseUrl: "/" });
  api.use({
    async onRequest({ request }) {
      const token = await auth.currentUser?.getIdToken();
      if (token) request.headers.set("Authorization", `Bearer ${token}`);
      request.headers.set("Accept-Language", language());
      return request;
    },
    onError: () => new ApiError("UNREACHABLE", ""),
  });
  return api;
}

/** The answer of a call; throws an ApiError when it is not a success. */
export async function answered<T>(call: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await call;
  if (data === undefined) throw toApiError(error);
  return data;
}

/** Read google.rpc.Status as far as it is understood. */
export function toApiError(answer: unknown): ApiError {
  const details = (answer as Partial<Schemas["Error"]> | undefined)?.error?.details ?? [];
  const find = (type: string, field: string): unknown =>
    details.find((one) => String(one["@type"]).endsWith(type))?.[field];
  const violations = find("BadRequest", "fieldViolations") as { field: string }[] | undefined;
  return new ApiError(
    textOf(find("ErrorInfo", "reason")) || "UNKNOWN",
    textOf(find("LocalizedMessage", "message")),
    violations?.map(({ field }) => field) ?? [],
    find("ErrorInfo", "metadata") as Record<string, string> | undefined,
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
