import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/api-context";
import { schoolQuery } from "./queries";

/** The school's time zone; undefined, the browser's own, until it is known, and where it is no school's. */
export function useZone(school: string | undefined): string | undefined {
  return useQuery({ ...schoolQuery(useApi(), school ?? ""), enabled: school !== undefined }).data?.timeZone;
}
