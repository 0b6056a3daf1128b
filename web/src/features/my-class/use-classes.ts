import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/app/api-context";
import { ownListsQuery } from "@/features/start/queries";
import type { Cover } from "./Covers";

const SOON_MS = 1_000;
const LATER_MS = 300_000;

/** The lists that the person teaches at a school or stands in for now, and for whom they stand in. */
export function useClasses(school: string) {
  const [awaited, setAwaited] = useState<Cover | null>(null);
  const found = useQuery({
    ...ownListsQuery(useApi()),
    refetchInterval: ({ state: { data } }) => {
      const covers = data?.covers ?? [];
      // What one function has written another one believes after some seconds.
      if (awaited && !covers.some((one) => isSame(one, awaited))) return SOON_MS;
      // A day that is over takes its classes along, on a page that was left open too.
      return covers.length ? LATER_MS : false;
    },
  });
  const at = `schools/${school}`;
  return {
    lists: found.data?.lists.filter((one) => one.school === at && (one.teaches || one.substituteFor)),
    covers: (found.data?.covers ?? []).filter((one) => one.school === at),
    error: found.error,
    isPending: found.isPending,
    again: () => void found.refetch(),
    await: (cover: Cover) => {
      setAwaited(cover);
      void found.refetch();
    },
  };
}

const isSame = (one: Cover, other: Cover) => one.teacher === other.teacher && one.startTime === other.startTime;
