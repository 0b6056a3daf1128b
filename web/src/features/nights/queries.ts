import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type NightSettings = Schemas["RosterSettingsView"];
export type Pull = Schemas["NightPullView"];

export interface NightTold {
  /** The day on which it began, ISO 8601. */
  day: string;
  pulls: Pull[];
}

/** When the district is rostered at night, and who is told. */
export const nightSettingsQuery = (api: Api) =>
  queryOptions({
    queryKey: ["settings", "rostering"],
    queryFn: () => answered(api.GET("/v1/settings/rostering")),
  });

const PAGE = 100;
const LOOK_AGAIN_MS = 15_000;

/** How a night went for every connection that the person may see; asked again while it lasts. */
export const nightQuery = (api: Api, night = "latest") =>
  queryOptions({
    queryKey: ["nights", night],
    queryFn: () => wholeNight(api, night),
    refetchInterval: ({ state }) =>
      state.data?.pulls.some(({ outcome, comesAgain }) => outcome === "OPEN" || comesAgain) ? LOOK_AGAIN_MS : false,
  });

async function wholeNight(api: Api, night: string): Promise<NightTold> {
  const pulls: Pull[] = [];
  let day = night;
  let pageToken = "";
  do {
    const params = { path: { night: day }, query: { pageSize: PAGE, pageToken } };
    const page = await answered(api.GET("/v1/rosterNights/{night}/pulls", { params }));
    pulls.push(...page.pulls);
    // What follows is asked of the same night, even where the next one has begun meanwhile.
    day = page.rosterNight.replace("rosterNights/", "");
    pageToken = page.nextPageToken;
  } while (pageToken);
  return { day, pulls };
}
