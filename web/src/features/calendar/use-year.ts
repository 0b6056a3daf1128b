import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { idOf } from "@/api/names";
import { dayIn } from "@/components/days";
import { useNow } from "@/components/use-now";
import { LISTS_OFFERED, listsQuery } from "@/features/people/list-queries";
import { useZone } from "@/features/schools/zone";
import type { Calendar } from "./year-exceptions";
import { calendarQuery, type CalendarView, showCalendar } from "./queries";
import { versionQuery, yearDaysQuery } from "./year-queries";

/** Today on the school's clocks; undefined until its zone is known. */
export function useToday(school: string): string | undefined {
  const zone = useZone(school);
  const now = useNow();
  return zone ? dayIn(zone, now) : undefined;
}

export type YearView = ReturnType<typeof useYear>;

/** A school's calendar as it counts and as it is drafted, each with its days as far as the caller sees them. */
export function useYear(school: string) {
  const api = useApi();
  const view = useQuery(calendarQuery(api, school));
  const version = view.data?.published?.version ?? 0;
  const published = useQuery(versionQuery(api, school, version));
  const counted = published.data?.calendar ?? undefined;
  const draft = view.data?.calendar && (view.data.changed || !version) ? view.data.calendar : undefined;
  const countedDays = useDays(school, counted, false, `${version}`);
  const draftDays = useDays(school, draft, true, view.data?.etag ?? "");
  return { view, published, counted, draft, countedDays, draftDays };
}

function useDays(school: string, calendar: Calendar | undefined, draft: boolean, of: string) {
  const { firstDay = "", lastDay = "" } = calendar ?? {};
  return useQuery({ ...yearDaysQuery(useApi(), school, { firstDay, lastDay, draft, of }), enabled: calendar !== undefined });
}

/** Writes another draft in the place of the one that is shown. */
export function useSaveDraft(school: string, view: CalendarView) {
  const api = useApi();
  const queries = useQueryClient();
  return async (calendar: Calendar) => {
    const params = { path: { school }, query: { updateMask: "calendar" } };
    const body = { calendar, etag: view.etag, visibleToStaff: view.visibleToStaff };
    const saved = await answered(api.PATCH("/v1/schools/{school}/settings/calendar", { params, body }));
    await showCalendar(queries, school, saved);
  };
}

/** What a list is called; undefined where the person doesn't see it. Lists are asked for only where one is needed. */
export function useListNames(school: string, isNeeded: boolean) {
  const may = useMay(school);
  const found = useQuery({ ...listsQuery(useApi(), school, LISTS_OFFERED), enabled: isNeeded && may("lists:get") });
  const lists = (found.data?.lists ?? []).map(({ name, displayName }) => ({ value: idOf(name), label: displayName }));
  return { lists, listName: (id: string) => lists.find(({ value }) => value === id)?.label };
}
