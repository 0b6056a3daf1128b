import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { type Connection, connectionQuery, rosteringKey } from "./queries";

export interface PartProps {
  school: string;
  connection: Connection;
  mayEdit: boolean;
}

type Settings = Partial<Schemas["ConnectionUpdate"]>;

/** Changes settings of a connection: only those named, and only while nobody else changed them. */
export function useChange(school: string) {
  const api = useApi();
  const queries = useQueryClient();
  return async (connection: Connection, changed: Settings) => {
    const path = { school, connection: idOf(connection.name) };
    const saved = await answered(
      api.PATCH("/v1/schools/{school}/rosterConnections/{connection}", {
        params: { path, query: { updateMask: Object.keys(changed).join(",") } },
        body: { ...changed, etag: connection.etag } as Schemas["ConnectionUpdate"],
      }),
    );
    queries.setQueryData(connectionQuery(api, school, path.connection).queryKey, saved);
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
  };
}

/** The same for a form that says what was saved. */
export function useSave(school: string, connection: Connection, settings: () => Settings, after?: () => void) {
  const { t } = useTranslation();
  const change = useChange(school);
  return useAct(async () => {
    await change(connection, settings());
    tell(t("app.saved"));
  }, after);
}
