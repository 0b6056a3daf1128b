import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Api, type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { dayIn } from "@/components/days";

export const TODAY = "today";

/** Somebody's day: ISO 8601, or `TODAY` as it is at the school; as a draft has it where that is asked. */
export const memberDayQuery = (api: Api, school: string, member: string, day: string, draft = false) =>
  queryOptions({
    queryKey: ["days", school, "members", member, day, draft],
    queryFn: () =>
      answered(
        api.GET("/v1/schools/{school}/members/{member}/schoolDays/{day}", {
          params: { path: { school, member, day }, query: { draft } },
        }),
      ),
  });

/** What meets in a room on a day. */
export const roomDayQuery = (api: Api, school: string, room: string, day: string, draft = false) =>
  queryOptions({
    queryKey: ["days", school, "rooms", room, day, draft],
    queryFn: () => answered(api.GET("/v1/schools/{school}/rooms:lookUpDay", { params: { path: { school }, query: { room, day, draft } } })),
  });

/** The rooms in which the classes meet that the person sees. */
export const roomsQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["rooms", school],
    queryFn: () => answered(api.GET("/v1/schools/{school}/rooms", { params: { path: { school } } })),
  });

/** Read the days of a school again whenever one of them is made otherwise. */
export function useLiveDay(school: string, day: Pick<Schemas["MemberDayView"], "day"> | undefined): void {
  useLive(["days", school], day ? { collection: `schools/${school}/schoolDays`, ids: [day.day] } : null);
}

/** Somebody's today, which follows what the school declares. */
export function useToday(school: string, member: string) {
  const found = useQuery({ ...memberDayQuery(useApi(), school, member, TODAY), refetchOnWindowFocus: "always" });
  useLiveDay(school, found.data);
  return found;
}

/** At the school's midnight another day is today. */
export function useMidnight(school: string, { day, timeZone }: Schemas["MemberDayView"], now: number): void {
  const queries = useQueryClient();
  const isOver = dayIn(timeZone, now) !== day;
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ["days", school] });
  }, [queries, school, isOver, now]);
}
