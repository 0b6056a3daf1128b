import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/api-context";
import { schoolQuery } from "./queries";

/** The school's time zone; undefined, the browser's own, until it is known. */
export function useZone(school: string): string | undefined {
  return useQuery(schoolQuery(useApi(), school)).data?.timeZone;
}
