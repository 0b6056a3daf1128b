import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSession } from "./session";
import { useConfiguration } from "./configuration-context";
import { lazily } from "./lazily";

/** Documents that a page shows: some by their ids, or the newest of a collection. */
export interface Watched {
  /** Such as `schools/lincoln-high/members`. */
  collection: string;
  ids?: readonly string[];
  newestBy?: string;
}

const MOST_IDS = 30;
const MOST_NEWEST = 25;

/**
 * Read `queryKey` again whenever a watched document changes: the page says what it shows, and only
 * that is listened to. It is read again once more when listening begins, because something may have
 * changed in between. Nothing happens where the rules refuse it; the page then reads again when it is
 * looked at, as every page does.
 *
 * @param queryKey what to read again, with everything below it
 * @param watched null listens to nothing
 */
export function useLive(queryKey: readonly unknown[], ...watched: (Watched | null)[]): void {
  const queries = useQueryClient();
  const configuration = useConfiguration();
  const { auth } = useSession();
  const key = JSON.stringify(queryKey);
  const parts = watched.flatMap((one) => (one ? partsOf(one) : []));
  const asked = parts.length ? JSON.stringify(parts) : "";
  useEffect(() => {
    if (!asked) return undefined;
    const changed = () => {
      void queries.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] });
    };
    return lazily(() => import("./documents"), ({ listen }) =>
      listen(auth.app, configuration, JSON.parse(asked) as Part[], changed),
    );
  }, [queries, configuration, auth, key, asked]);
}

/** Queries of the size that the database takes. */
export function partsOf({ collection, ids, newestBy }: Watched): Part[] {
  if (!ids) return [{ collection, ids: [], newestBy: newestBy ?? "", limit: MOST_NEWEST }];
  const count = Math.ceil(ids.length / MOST_IDS);
  return Array.from({ length: count }, (_, part) => ({
    collection,
    ids: ids.slice(part * MOST_IDS, (part + 1) * MOST_IDS),
    newestBy: "",
    limit: MOST_IDS,
  }));
}

export interface Part {
  collection: string;
  ids: readonly string[];
  newestBy: string;
  limit: number;
}
