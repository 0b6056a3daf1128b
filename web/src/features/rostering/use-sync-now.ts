import { useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useOnce } from "@/components/use-once";
import { rosteringKey } from "./queries";

/** Has the people fetched from the system at once; gives the name of the run, which may be one that was on its way. */
export function useSyncNow(school: string, connection: string): () => Promise<string | null> {
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  return async () => {
    const { run } = await once("syncNow", (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:syncNow", {
          params: { path: { school, connection }, query: { requestId } },
          body: {},
        }),
      ),
    );
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
    return run ?? null;
  };
}
