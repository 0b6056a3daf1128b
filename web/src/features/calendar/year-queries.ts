import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";
import { calendarKey } from "./queries";

export type Version = Schemas["CalendarVersionView"];

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
    queryKey: [...calendarKey(school), "days", asked],
    queryFn: async () => {
      const { firstDay, lastDay, draft } = asked;
      const params = { path: { school }, query: { firstDay, lastDay, draft } };
      return (await answered(api.GET("/v1/schools/{school}/schoolDays", { params }))).schoolDays;
    },
    placeholderData: keepPreviousData,
  });

const VERSIONS_SHOWN = 10;

/** What was published, the newest first. */
export const versionsQuery = (api: Api, school: string, pageToken: string) =>
  queryOptions({
    queryKey: [...calendarKey(school), "versions", pageToken],
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
