import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type Term = Schemas["TermView"];
export type List = Schemas["ListView"];
/** A list that says when it meets: the roster's or one that people keep. */
export type SchoolClass = List & { schedule: Schemas["ScheduleView"] };

const PAGE = 1000;

/** The terms of a school, the first one first. */
export const termsQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["people", school, "terms"],
    queryFn: async () =>
      (await answered(api.GET("/v1/schools/{school}/terms", { params: { path: { school } } }))).terms,
  });

/** Every class of a school that the person may see; its key is that of lists, so it follows their changes. */
export const classesQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["people", school, "lists", "classes"],
    queryFn: async () => {
      const [rostered, byHand] = await Promise.all([listsOf(api, school, "SECTION"), listsOf(api, school, "MANUAL")]);
      return [...rostered, ...byHand].filter((list): list is SchoolClass => Boolean(list.schedule));
    },
  });

async function listsOf(api: Api, school: string, kind: "SECTION" | "MANUAL"): Promise<List[]> {
  const found: List[] = [];
  let pageToken = "";
  do {
    const query = { pageSize: PAGE, pageToken, filter: `kind = "${kind}"` };
    const page = await answered(api.GET("/v1/schools/{school}/lists", { params: { path: { school }, query } }));
    found.push(...page.lists);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}
