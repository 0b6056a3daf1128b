import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type Run = Schemas["RunView"];
export type Connection = Schemas["ConnectionView"];
export type Operation = Schemas["OperationView"];
export type Unmatched = Schemas["UnmatchedPerson"];
export type Credential = Schemas["CredentialView"];

const RUNS_SHOWN = 25;
const OPERATIONS_SHOWN = 50;

/** Everything of a school's rostering stands below this key. */
export const rosteringKey = (school: string) => ["rostering", school] as const;

export const connectionsQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "connections"],
    queryFn: () =>
      answered(api.GET("/v1/schools/{school}/rosterConnections", { params: { path: { school } } })),
  });

export const connectionQuery = (api: Api, school: string, connection: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "connections", connection],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterConnections/{connection}", {
          params: { path: { school, connection } },
        }),
      ),
  });

export const requestQuery = (api: Api, school: string, connection: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "request", connection],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterConnections/{connection}/request", {
          params: { path: { school, connection } },
        }),
      ),
  });

export const credentialsQuery = (api: Api, school: string, connection: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "credentials", connection],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterConnections/{connection}/credentials", {
          params: { path: { school, connection } },
        }),
      ),
  });

export const runsQuery = (api: Api, school: string, pageToken = "", filter = "") =>
  queryOptions({
    queryKey: [...rosteringKey(school), "runs", { pageToken, filter }],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterRuns", {
          params: { path: { school }, query: { pageSize: RUNS_SHOWN, pageToken, filter } },
        }),
      ),
  });

export const runQuery = (api: Api, school: string, run: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "run", run],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterRuns/{run}", { params: { path: { school, run } } }),
      ),
  });

export const operationsQuery = (api: Api, school: string, run: string, filter: string, pageToken: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "operations", run, { filter, pageToken }],
    queryFn: () => operations(api, school, run, filter, pageToken),
  });

/** A page with something on it: a filtered page may be empty though there is more. */
async function operations(api: Api, school: string, run: string, filter: string, from: string) {
  let pageToken = from;
  for (;;) {
    const query = { pageSize: OPERATIONS_SHOWN, pageToken, filter };
    const page = await answered(
      api.GET("/v1/schools/{school}/rosterRuns/{run}/operations", {
        params: { path: { school, run }, query },
      }),
    );
    if (page.operations.length || !page.nextPageToken) return page;
    pageToken = page.nextPageToken;
  }
}

export const unmatchedQuery = (api: Api, school: string, run: string, pageToken: string) =>
  queryOptions({
    queryKey: [...rosteringKey(school), "unmatched", run, pageToken],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/rosterRuns/{run}/unmatched", {
          params: { path: { school, run }, query: { pageSize: OPERATIONS_SHOWN, pageToken } },
        }),
      ),
  });

export const systemsQuery = (api: Api) =>
  queryOptions({
    queryKey: ["sisSystems"],
    queryFn: () => answered(api.GET("/v1/sisSystems")),
    staleTime: Infinity,
  });
