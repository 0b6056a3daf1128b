import { type QueryClient, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type CalendarView = Schemas["CalendarView"];
export type Published = Schemas["PublishView"];
export type Version = Schemas["CalendarVersionView"];

/** Everything of a school's calendar begins with it. */
export const yearKey = (school: string) => ["calendar", school];

/** The draft, or what is published to who sees no draft, and which version counts. */
export const yearCalendarQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: [...yearKey(school), "draft"],
    queryFn: () => answered(api.GET("/v1/schools/{school}/settings/calendar", { params: { path: { school } } })),
  });

/** Which days, and of what: as they count or as the draft has them. */
export interface DaysAsked {
  firstDay: string;
  lastDay: string;
  draft: boolean;
  /** The version that counts, or the draft's etag: with another one the days are read anew, and only then. */
  of: string;
}

/** The days from one to another; those of before stand there until the new ones have come. */
export const yearDaysQuery = (api: Api, school: string, asked: DaysAsked) =>
  queryOptions({
    queryKey: [...yearKey(school), "days", asked],
    queryFn: async () => {
      const { firstDay, lastDay, draft } = asked;
      const params = { path: { school }, query: { firstDay, lastDay, draft } };
      return (await answered(api.GET("/v1/schools/{school}/schoolDays", { params }))).schoolDays;
    },
    placeholderData: keepPreviousData,
  });

/** Has every page show a calendar that was just written or published; its days follow by themselves. */
export async function showCalendar(queries: QueryClient, school: string, view: CalendarView): Promise<void> {
  queries.setQueryData([...yearKey(school), "draft"], view);
  await queries.invalidateQueries({ queryKey: [...yearKey(school), "versions"] });
}

const VERSIONS_SHOWN = 10;

/** What was published, the newest first. */
export const versionsQuery = (api: Api, school: string, pageToken: string) =>
  queryOptions({
    queryKey: [...yearKey(school), "versions", pageToken],
    queryFn: () => {
      const params = { path: { school }, query: { pageSize: VERSIONS_SHOWN, pageToken } };
      return answered(api.GET("/v1/schools/{school}/calendarVersions", { params }));
    },
  });

/** A calendar as it was published; it never changes. */
export const versionQuery = (api: Api, school: string, version: number) =>
  queryOptions({
    queryKey: ["calendarVersions", school, version],
    queryFn: () => {
      const params = { path: { school, version: `${version}`.padStart(5, "0") } };
      return answered(api.GET("/v1/schools/{school}/calendarVersions/{version}", { params }));
    },
    enabled: version > 0,
    staleTime: Infinity,
  });
