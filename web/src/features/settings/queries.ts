import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";

/** Who gets which mail. */
export const noticeSettingsQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["settings", school, "notifications"],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/settings/notifications", { params: { path: { school } } }),
      ),
  });

/** What the school calls its own ids of people. */
export const peopleSettingsQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["settings", school, "people"],
    queryFn: () =>
      answered(api.GET("/v1/schools/{school}/settings/people", { params: { path: { school } } })),
  });
