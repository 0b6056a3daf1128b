import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { connectionId } from "../connection-id";
import { type Connection, connectionQuery, rosteringKey } from "../queries";
import { hasSource } from "../source-form";
import { useChange } from "../use-save";
import type { StepName } from "./wizard-steps";
import { type Way, begunWith } from "./ways";

interface Wanted {
  school: string;
  /** undefined before there is one. */
  connection: Connection | undefined;
  /** All of the school, of which the new one must not have the id. */
  others: readonly Connection[];
  displayName: string;
  sis: string;
  method: Way;
  /** Whose people it takes over. */
  before: Connection | undefined;
}

/** Makes the connection that the first step describes, or changes it, and goes on to the second step. */
export function useConnect(wanted: Wanted) {
  const { school, connection } = wanted;
  const navigate = useNavigate();
  const make = useMake(wanted);
  const settle = useSettle(wanted);
  const go = (id: string, step: StepName, replace: boolean) =>
    navigate({ to: "/schools/$school/rostering/connect", params: { school }, search: { connection: id, step }, replace });
  return useAct(async () => {
    const id = connection ? idOf(connection.name) : await make();
    if (connection) await settle(connection);
    // Whoever goes back finds what was made, and doesn't make it once more.
    else await go(id, "system", true);
    await go(id, "access", false);
  });
}

function useMake({ school, others, displayName, sis, method, before }: Wanted) {
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  return async () => {
    const id = connectionId(displayName, others.map((other) => idOf(other.name)));
    const body = {
      connection: id,
      displayName,
      sis,
      method,
      // A system is not asked before its school is chosen; of files the first one only makes a plan.
      enabled: !hasSource(method),
      ...begunWith(before),
      ...(before ? { migratesFrom: idOf(before.name) } : {}),
    } as Schemas["ConnectionCreate"];
    const made = await once(body, (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections", {
          params: { path: { school }, query: { requestId } },
          body,
        }),
      ),
    );
    queries.setQueryData(connectionQuery(api, school, id).queryKey, made);
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
    return id;
  };
}

/** Changes what was chosen; with another way the address and its key go. */
function useSettle({ school, displayName, sis, method, before }: Wanted) {
  const change = useChange(school);
  return async (connection: Connection) => {
    const migratesFrom = before ? idOf(before.name) : null;
    if (connection.verifiedTime) return change(connection, { displayName, sis });
    const isPulled = hasSource(method);
    const isOther = method !== connection.method;
    return change(connection, {
      displayName,
      sis,
      method,
      ...(isOther ? { enabled: !isPulled } : {}),
      ...(isPulled ? {} : { apiSource: null }),
      ...(migratesFrom === (connection.migratesFrom ?? null) ? {} : { migratesFrom }),
    });
  };
}
