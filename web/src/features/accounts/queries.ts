import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type Account = Schemas["AccountView"];
export type Request = Schemas["SignInRequestView"];

export interface AccountsAsked {
  search: string;
  filter: string;
  pageToken: string;
}

/** A page of a school's accounts; everything of its sign-ins stands below ["accounts", school]. */
export const accountsQuery = (api: Api, school: string, asked: AccountsAsked) =>
  queryOptions({
    queryKey: ["accounts", school, "list", asked],
    queryFn: ({ signal }) =>
      answered(
        // Nothing of it in an address: what is looked for is somebody's e-mail.
        api.POST("/v1/schools/{school}/accounts:search", {
          params: { path: { school } },
          body: { ...asked, pageSize: 50 },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const accountQuery = (api: Api, school: string, account: string) =>
  queryOptions({
    queryKey: ["accounts", school, "one", account],
    queryFn: () => answered(api.GET("/v1/schools/{school}/accounts/{account}", { params: { path: { school, account } } })),
  });

/** The accounts by which a member comes. */
export const memberAccountsQuery = (api: Api, school: string, member: string) =>
  queryOptions({
    queryKey: ["accounts", school, "of", member],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/accounts", {
          params: { path: { school }, query: { filter: `member = "${member}"` } },
        }),
      ),
  });

export const addressesQuery = (api: Api, school: string, member: string) =>
  queryOptions({
    queryKey: ["accounts", school, "addresses", member],
    queryFn: () =>
      answered(api.GET("/v1/schools/{school}/signInAddresses", { params: { path: { school }, query: { member } } })),
  });

/** A page of the sign-ins that nobody was matched to; the queue is the district's. */
export const requestsQuery = (api: Api, state: string, pageToken: string) =>
  queryOptions({
    queryKey: ["signInRequests", state, pageToken],
    queryFn: ({ signal }) =>
      answered(api.GET("/v1/signInRequests", { params: { query: { filter: `state = "${state}"`, pageToken } }, signal })),
    placeholderData: keepPreviousData,
  });
