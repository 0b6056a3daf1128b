import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { MemberBlocks } from "./MemberBlocks";
import { NowAndNext } from "./NowAndNext";
import { WEEKDAY_AND_DAY, dayInWords } from "@/components/days";
import { type MemberDay, momentOf } from "./day-time";
import { useMidnight, useToday } from "./queries";
import "./texts";
import { usePresent } from "./use-present";
import { whyNone } from "./words";

export interface TodayProps {
  school: string;
  member: string;
  /** Whose page it is needs no own name beside their classes. */
  isSelf?: boolean;
}

/** Somebody's today: what lasts, what comes, and the whole day; it follows what the school declares. */
export function Today({ school, member, isSelf = false }: TodayProps) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, dataUpdatedAt } = useToday(school, member);
  return (
    <section aria-labelledby="today">
      <Title order={2} size="h4" mb="sm" id="today">
        {t("today.title")}
      </Title>
      {isPending && <Skeleton height={120} role="status" aria-label={t("app.loading")} />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Shown school={school} member={member} day={data} readAt={dataUpdatedAt} isSelf={isSelf} />}
    </section>
  );
}

interface ShownProps extends Required<TodayProps> {
  day: MemberDay;
  readAt: number;
}

function Shown({ school, member, day, readAt, isSelf }: ShownProps) {
  const { t } = useTranslation();
  const now = usePresent(day.readTime, readAt);
  const isLinked = useMay(school)("lists:get");
  useMidnight(school, day, now);
  const moment = momentOf(day.blocks, day.passingMinutes, now);
  const without = isSelf ? member : "";
  if (day.reason === "NOT_PUBLISHED") return <Text c="dimmed">{whyNone(day.reason, "", true, t)}</Text>;
  return (
    <Stack gap="sm">
      <DayLine day={day} />
      {day.reason && <Text>{whyNone(day.reason, day.displayName, true, t)}</Text>}
      {day.blocks.length > 0 && (
        <>
          <NowAndNext school={school} day={day} moment={moment} isLinked={isLinked} without={without} />
          <MemberBlocks school={school} day={day} isLinked={isLinked} without={without} current={moment.block} />
        </>
      )}
    </Stack>
  );
}

/** Which day it is, and what it has for itself. */
export function DayLine({ day }: { day: Pick<MemberDay, "day" | "letter" | "displayName" | "scheduleDisplayName" | "reason"> }) {
  const { t, i18n } = useTranslation();
  const parts = [
    dayInWords(i18n.language, day.day, WEEKDAY_AND_DAY),
    day.letter && t("today.letter", { letter: day.letter }),
    day.scheduleDisplayName,
    day.reason === "CLOSED" || day.displayName === day.scheduleDisplayName ? "" : day.displayName,
  ];
  return <Text>{parts.filter(Boolean).join(" · ")}</Text>;
}
