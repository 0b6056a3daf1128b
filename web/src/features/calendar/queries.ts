import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type CalendarView = Schemas["CalendarView"];
export type Calendar = Schemas["CalendarBody"];

/** The draft of a school's calendar, and which version counts; of staff who don't see the draft that version. */
export const calendarQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: ["calendar", school, "draft"],
    queryFn: () => answered(api.GET("/v1/schools/{school}/settings/calendar", { params: { path: { school } } })),
  });
