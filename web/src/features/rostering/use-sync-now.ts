import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import { useOnce } from "@/components/use-once";
import { rosteringKey } from "./queries";

/** Fetches the people from the system at once, and says so. */
export function useSyncNow(school: string, connection: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  return async () => {
    await once("syncNow", (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:syncNow", {
          params: { path: { school, connection }, query: { requestId } },
          body: {},
        }),
      ),
    );
    tell(t("rostering.syncNow.started"));
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
  };
}
