import { queryOptions } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";
import type { Student } from "./students";

/** What stands below the codes of a school, to be read anew. */
export const codesKey = (school: string) => ["substituteCodes", school];

const PAGE = 200;

/** The active students of a list; one call for up to 200 of them. */
export const studentsQuery = (api: Api, school: string, list: string) =>
  queryOptions({
    queryKey: ["people", school, "myClass", list],
    queryFn: ({ signal }) => students(api, school, list, signal),
  });

async function students(api: Api, school: string, list: string, signal: AbortSignal): Promise<Student[]> {
  const found: Student[] = [];
  let pageToken = "";
  do {
    const query = { filter: `list = "${list}" AND kind = "student"`, pageSize: PAGE, pageToken };
    const page = await answered(api.GET("/v1/schools/{school}/members", { params: { path: { school }, query }, signal }));
    found.push(...page.members);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}
