import { createContext, use } from "react";
import type { Api } from "@/api/client";

/** Gives pages the API of the signed-in person. */
export const ApiContext = createContext<Api | null>(null);

/** The API; throws outside of its context. */
export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error("useApi is used outside of ApiContext");
  return api;
}
