import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";

export const LISTS_SHOWN = 50;
/** More than that nobody chooses from; the page of lists leads to the others. */
export const LISTS_OFFERED = 100;

/** A page of a school's lists, by their names; those that a filter means. */
export const listsQuery = (api: Api, school: string, pageSize: number, pageToken = "", filter = "") =>
  queryOptions({
    queryKey: ["people", school, "lists", { pageSize, pageToken, filter }],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/lists", { params: { path: { school }, query: { pageSize, pageToken, filter } } }),
      ),
  });

/** One list with the ids of its members. */
export const listQuery = (api: Api, school: string, list: string) =>
  queryOptions({
    queryKey: ["people", school, "lists", list],
    queryFn: () =>
      answered(api.GET("/v1/schools/{school}/lists/{list}", { params: { path: { school, list } } })),
  });
