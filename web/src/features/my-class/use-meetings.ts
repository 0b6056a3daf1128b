import { useQueries } from "@tanstack/react-query";
import { useApi } from "@/app/api-context";
import { useNow } from "@/components/use-now";
import { TODAY, memberDayQuery, useLiveDay } from "@/features/today/queries";
import { type Meeting, aheadOf, meetingsOf } from "./meetings";

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
  const found = useQueries({ queries: teachers.map((teacher) => memberDayQuery(api, school, teacher, TODAY)) });
  const read = found.flatMap(({ data, dataUpdatedAt }) => (data ? [{ day: data, ahead: aheadOf(data, dataUpdatedAt) }] : []));
  const [first] = read;
  // A half day that is declared this morning moves what is now.
  useLiveDay(school, first?.day);
  return {
    byList: meetingsOf(read.map(({ day }) => day), now + (first?.ahead ?? 0)),
    zone: first?.day.timeZone,
    isKnown: found.every(({ isPending }) => !isPending),
  };
}
