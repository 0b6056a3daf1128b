import { SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { memberQuery } from "@/features/people/queries";
import { nameOf } from "@/features/people/words";
import { DayField } from "./DayField";
import { DayPicture } from "./DayPicture";
import { MemberBlocks } from "./MemberBlocks";
import { RoomBlocks, meetsIn } from "./RoomDay";
import { DayLine } from "./Today";
import { TODAY, memberDayQuery, roomDayQuery, useLiveDay } from "./queries";
import { roomName, whyNone } from "./words";

interface Props {
  school: string;
  /** ISO 8601, or `TODAY`. */
  day: string;
  isDraft: boolean;
  onDay: (day: string) => void;
}

/** Somebody's day as a list and as a picture. */
export function MemberPreview({ school, member, day, isDraft, onDay }: Props & { member: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const who = useQuery(memberQuery(api, school, member, false)).data;
  const { data, error, isPending, refetch } = useQuery(memberDayQuery(api, school, member, day, isDraft));
  const isLinked = useMay(school)("lists:get");
  useLiveDay(school, data);
  return (
    <Preview
      title={who ? t("today.preview.memberDay", { name: nameOf(who) }) : t("today.preview.day")}
      {...{ isDraft, isPending, error, onDay }}
      day={data?.day ?? day}
      onRetry={() => void refetch()}
    >
      {data && (
        <>
          <DayLine day={data} />
          {data.reason ? (
            <Text>{whyNone(data.reason, data.displayName, day === TODAY, t)}</Text>
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <MemberBlocks school={school} day={data} isLinked={isLinked} />
              <DayPicture blocks={data.blocks} zone={data.timeZone} filled={({ section }) => section?.displayName ?? ""} />
            </SimpleGrid>
          )}
        </>
      )}
    </Preview>
  );
}

/** The same of a room. */
export function RoomPreview({ school, room, day, isDraft, onDay }: Props & { room: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(roomDayQuery(useApi(), school, room, day, isDraft));
  const isLinked = useMay(school)("lists:get");
  useLiveDay(school, data);
  const why = data?.closed ? "CLOSED" : data?.version === 0 ? "NOT_PUBLISHED" : "NO_SCHEDULE";
  return (
    <Preview
      title={t("today.preview.roomDay", { name: roomName(data?.room ?? room, t) })}
      {...{ isDraft, isPending, error, onDay }}
      day={data?.day ?? day}
      onRetry={() => void refetch()}
    >
      {data && (
        <>
          <DayLine day={{ ...data, letter: "", scheduleDisplayName: "", reason: data.closed ? "CLOSED" : "" }} />
          {data.closed || data.blocks.length === 0 ? (
            <Text>{whyNone(why, data.displayName, day === TODAY, t)}</Text>
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <RoomBlocks school={school} day={data} isLinked={isLinked} />
              <DayPicture blocks={data.blocks} zone={data.timeZone} filled={meetsIn} />
            </SimpleGrid>
          )}
        </>
      )}
    </Preview>
  );
}

interface PreviewProps {
  title: string;
  day: string;
  isDraft: boolean;
  isPending: boolean;
  error: Error | null;
  onDay: (day: string) => void;
  onRetry: () => void;
  children: ReactNode;
}

function Preview({ title, day, isDraft, isPending, error, onDay, onRetry, children }: PreviewProps) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="preview">
      <Stack gap="sm">
        <Title order={2} size="h4" id="preview">
          {title}
        </Title>
        {day !== TODAY && <DayField day={day} onDay={onDay} />}
        {isDraft && <Text c="dimmed">{t("today.draft")}</Text>}
        {isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
        {error && <ErrorState error={error} onRetry={onRetry} />}
        {children}
      </Stack>
    </section>
  );
}
