import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

export type CalendarView = Schemas["CalendarView"];
export type Calendar = Schemas["CalendarBody"];
export type Published = Schemas["PublishView"];

/** Everything of a school's calendar begins with it. */
export const calendarKey = (school: string) => ["calendar", school];

/** The draft of a school's calendar, and which version counts; of staff who don't see the draft that version. */
export const calendarQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: [...calendarKey(school), "draft"],
    queryFn: () => answered(api.GET("/v1/schools/{school}/settings/calendar", { params: { path: { school } } })),
  });

/** Publish a draft; with `validateOnly` it is only told which days that changes. */
export function published(api: Api, school: string, etag: string, validateOnly: boolean): Promise<Published> {
  const params = { path: { school }, query: { validateOnly } };
  return answered(api.POST("/v1/schools/{school}/settings/calendar:publish", { params, body: { etag } }));
}

/** Has every page show a calendar that was just written or published; its days follow by themselves. */
export async function showCalendar(queries: QueryClient, school: string, view: CalendarView): Promise<void> {
  queries.setQueryData([...calendarKey(school), "draft"], view);
  await queries.invalidateQueries({ queryKey: [...calendarKey(school), "versions"] });
}
