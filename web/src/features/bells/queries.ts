import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";
import type { Calendar } from "@/features/calendar/queries";

export type Matching = Schemas["CalendarMatchView"];

/** How the classes of a school meet a calendar as it is being written; without one the draft. */
export const matchingQuery = (api: Api, school: string, calendar: Calendar | null) =>
  queryOptions({
    queryKey: ["calendar", school, "match", calendar],
    queryFn: () =>
      answered(api.POST("/v1/schools/{school}/settings/calendar:match", { params: { path: { school } }, body: { calendar } })),
    placeholderData: keepPreviousData,
  });

/** A first calendar out of the codes of the classes; days that are empty are those of the roster's terms. */
export async function suggested(api: Api, school: string, firstBell: string, firstDay: string, lastDay: string) {
  const body = { firstBell, firstDay: firstDay || null, lastDay: lastDay || null };
  const params = { path: { school } };
  const found = await answered(api.POST("/v1/schools/{school}/settings/calendar:suggest", { params, body }));
  return found.calendar;
}
