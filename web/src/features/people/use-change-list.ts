import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { listQuery } from "./list-queries";

type Changes = Partial<Omit<Schemas["ListChange"], "etag">>;

/** Changes a list as it is at that moment, so that two people who add somebody both succeed. */
export function useChangeList(school: string, list: string): (change: (now: Schemas["ListView"]) => Changes) => Promise<void> {
  const api = useApi();
  const queries = useQueryClient();
  return async (change) => {
    const now = await queries.fetchQuery({ ...listQuery(api, school, list), staleTime: 0 });
    const changes = change(now);
    const params = { path: { school, list }, query: { updateMask: Object.keys(changes).join(",") } };
    const body = { ...changes, etag: now.etag } as Schemas["ListChange"];
    await answered(api.PATCH("/v1/schools/{school}/lists/{list}", { params, body }));
    await queries.invalidateQueries({ queryKey: ["people", school] });
  };
}
