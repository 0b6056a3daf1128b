import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";
import type { AuditAsked } from "./audit-search";

export type Entry = Schemas["AuditEntryView"];

/** A page of who did what at a school, or of what belongs to none, the newest first. */
export const auditQuery = (api: Api, school: string | undefined, asked: AuditAsked, pageToken: string) =>
  queryOptions({
    queryKey: ["audit", school ?? "", asked, pageToken],
    queryFn: ({ signal }) => {
      const query = { ...asked, pageToken };
      if (school === undefined) return answered(api.GET("/v1/auditEntries", { params: { query }, signal }));
      return answered(api.GET("/v1/schools/{school}/auditEntries", { params: { path: { school }, query }, signal }));
    },
    placeholderData: keepPreviousData,
  });

/** The same entries, all of them, as a file. */
export const exportedAudit = (api: Api, school: string | undefined, query: AuditAsked) =>
  school === undefined
    ? api.GET("/v1/auditEntries:export", { params: { query }, parseAs: "blob" })
    : api.GET("/v1/schools/{school}/auditEntries:export", { params: { path: { school }, query }, parseAs: "blob" });
