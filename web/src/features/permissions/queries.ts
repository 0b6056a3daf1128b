import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";

/** What each role may do; it changes with a release only. */
export const permissionsQuery = (api: Api) =>
  queryOptions({
    queryKey: ["permissions"],
    queryFn: () => answered(api.GET("/v1/permissions")),
    staleTime: Infinity,
  });
