import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

const PAGE = 1000;

/** The kinds of people that a school is counted by. */
export const COUNTS = ["students", "teachers", "staff", "admins"] as const;

/** Every school that the caller belongs to, with the counts that they may see. */
export const schoolsQuery = (api: Api) =>
  queryOptions({ queryKey: ["schools"], queryFn: () => allSchools(api) });

async function allSchools(api: Api): Promise<{ schools: Schemas["SchoolView"][] }> {
  const schools: Schemas["SchoolView"][] = [];
  let pageToken = "";
  do {
    const query = { pageSize: PAGE, pageToken, view: "FULL" as const };
    const page = await answered(api.GET("/v1/schools", { params: { query } }));
    schools.push(...page.schools);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return { schools };
}

/** One school. */
export const schoolQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["schools", school],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}", { params: { path: { school }, query: { view: "FULL" } } }),
      ),
  });
