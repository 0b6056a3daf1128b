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
   */
  constructor(
    readonly reason: string,
    readonly forPerson: string,
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
  const find = (type: string, field: string) => {
    const detail = details.find((one) => String(one["@type"]).endsWith(type));
    const value = detail?.[field];
    return typeof value === "string" ? value : "";
  };
  return new ApiError(find("ErrorInfo", "reason") || "UNKNOWN", find("LocalizedMessage", "message"));
}
