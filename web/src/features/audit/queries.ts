import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";
import type { AuditAsked } from "./audit-search";

export type Entry = Schemas["AuditEntryView"];

/** A page of who did what at a school, the newest first. */
export const auditQuery = (api: Api, school: string, asked: AuditAsked, pageToken: string) =>
  queryOptions({
    queryKey: ["audit", school, asked, pageToken],
    queryFn: ({ signal }) =>
      answered(
        api.GET("/v1/schools/{school}/auditEntries", {
          params: { path: { school }, query: { ...asked, pageToken } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
