import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";

/** The students whose guardian the person is, at all schools. */
export const childrenQuery = (api: Api) =>
  queryOptions({ queryKey: ["children"], queryFn: () => answered(api.GET("/v1/me/children")) });

/** The lists that the person is on or teaches, at all schools. */
export const ownListsQuery = (api: Api) =>
  queryOptions({ queryKey: ["ownLists"], queryFn: () => answered(api.GET("/v1/me/lists")) });
