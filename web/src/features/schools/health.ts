import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";
import type { Meaning } from "@/components/StateBadge";

export type Health = Schemas["RosterHealthView"];
const PAGE = 100;

export const MEANINGS: Record<Health["state"], Meaning> = {
  OK: "done",
  WAITING: "waiting",
  LATE: "refused",
  STOPPED: "refused",
  NOT_CONNECTED: "quiet",
};

/** How rostering stands at each school that the caller runs, by the school's id. */
export const healthOfAllQuery = (api: Api) =>
  queryOptions({ queryKey: ["rosterHealth"], queryFn: () => ofAll(api) });

async function ofAll(api: Api): Promise<Map<string, Health>> {
  const found = new Map<string, Health>();
  let pageToken = "";
  do {
    const query = { pageSize: PAGE, pageToken };
    const page = await answered(api.GET("/v1/schools/-/rosterHealth", { params: { query } }));
    for (const one of page.rosterHealth) found.set(one.school.replace("schools/", ""), one);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}

/** How rostering stands at one school. */
export const healthQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["rosterHealth", school],
    queryFn: () =>
      answered(api.GET("/v1/schools/{school}/rosterHealth", { params: { path: { school } } })),
  });
