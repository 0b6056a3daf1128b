/** Which accounts a page shows, as its address says it: a state and an id, and no address of anybody. Pure. */
import type { Schemas } from "@/api/client";

export type AccountState = Schemas["AccountState"];
export const STATES: readonly AccountState[] = ["ACTIVE", "DISABLED", "ENDED"];

export interface AccountsSearch {
  state?: AccountState;
}

export function accountsSearch(given: Record<string, unknown>): AccountsSearch {
  const state = STATES.find((each) => each === given["state"]);
  return state ? { state } : {};
}

/** The same in the words of the API. */
export const filterOf = ({ state }: AccountsSearch) => (state ? `state = "${state}"` : "");

export interface RequestsSearch {
  state?: "REFUSED";
  pageToken?: string;
}

export function requestsSearch(given: Record<string, unknown>): RequestsSearch {
  const token = given["pageToken"];
  return {
    ...(given["state"] === "REFUSED" ? { state: "REFUSED" as const } : {}),
    ...(typeof token === "string" && token ? { pageToken: token } : {}),
  };
}
