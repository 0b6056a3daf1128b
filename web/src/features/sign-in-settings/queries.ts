import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";

/** How people sign in to the district. */
export const signInSettingsQuery = (api: Api) =>
  queryOptions({
    queryKey: ["settings", "signIn"],
    queryFn: () => answered(api.GET("/v1/settings/signIn")),
  });
