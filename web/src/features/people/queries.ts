import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

const PAGE = 50;

export interface MembersAsked {
  search: string;
  filter: string;
  pageToken: string;
}

/** A page of a school's members; everything of a school's people stands below ["people", school]. */
export const membersQuery = (api: Api, school: string, asked: MembersAsked) =>
  queryOptions({
    queryKey: ["people", school, "members", asked],
    queryFn: ({ signal }) => membersPage(api, school, asked, signal),
    placeholderData: keepPreviousData,
  });

/** The API may look at more people than it finds: go on until somebody is there. */
async function membersPage(
  api: Api,
  school: string,
  asked: MembersAsked,
  signal: AbortSignal,
): Promise<Schemas["MembersPage"]> {
  let { pageToken } = asked;
  for (;;) {
    // Nothing of it in an address: what is looked for is somebody's name.
    const body = { ...asked, pageToken, pageSize: PAGE } as Schemas["MembersSearch"];
    const params = { path: { school } };
    const page = await answered(api.POST("/v1/schools/{school}/members:search", { params, body, signal }));
    if (page.members.length || !page.nextPageToken) return page;
    pageToken = page.nextPageToken;
  }
}

/** One member, in full where the person may see that. */
export const memberQuery = (api: Api, school: string, member: string, isFull: boolean) =>
  queryOptions({
    queryKey: ["people", school, "members", member, isFull],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/members/{member}", {
          params: { path: { school, member }, query: { view: isFull ? "FULL" : "BASIC" } },
        }),
      ),
  });

/** Whom a student's family is reached by. */
export const guardiansQuery = (api: Api, school: string, member: string) =>
  queryOptions({
    queryKey: ["people", school, "guardians", member],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/guardians", {
          params: { path: { school }, query: { filter: `member = "${member}"` } },
        }),
      ),
  });

/** What was changed of a member, page after page. */
export const changesQuery = (api: Api, school: string, member: string) =>
  infiniteQueryOptions({
    queryKey: ["people", school, "members", member, "changes"],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/v1/schools/{school}/members/{member}/changes", {
          params: { path: { school, member }, query: { pageSize: PAGE, pageToken: pageParam } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
  });
