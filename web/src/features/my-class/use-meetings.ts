import { queryOptions, useQueries } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { useNow } from "@/components/use-now";
import { type Meeting, aheadOf, meetingsOf } from "./meetings";

const daysKey = (school: string) => ["myClassDays", school];

const todayQuery = (api: Api, school: string, member: string) =>
  queryOptions({
    queryKey: [...daysKey(school), member],
    queryFn: () => {
      const params = { path: { school, member, day: "today" } };
      return answered(api.GET("/v1/schools/{school}/members/{member}/schoolDays/{day}", { params }));
    },
  });

export interface Meetings {
  byList: ReadonlyMap<string, Meeting>;
  /** The school's time zone. */
  zone: string | undefined;
  /** False while it is not yet known what meets. */
  isKnown: boolean;
}

/** What meets now and next of the classes of some teachers; nothing where no calendar says so. */
export function useMeetings(school: string, teachers: readonly string[]): Meetings {
  const api = useApi();
  const now = useNow();
  const found = useQueries({ queries: teachers.map((teacher) => todayQuery(api, school, teacher)) });
  const read = found.flatMap(({ data, dataUpdatedAt }) => (data ? [{ day: data, ahead: aheadOf(data, dataUpdatedAt) }] : []));
  const [first] = read;
  // A half day that is declared this morning moves what is now.
  useLive(daysKey(school), first ? { collection: `schools/${school}/schoolDays`, ids: [first.day.day] } : null);
  return {
    byList: meetingsOf(read.map(({ day }) => day), now + (first?.ahead ?? 0)),
    zone: first?.day.timeZone,
    isKnown: found.every(({ isPending }) => !isPending),
  };
}
