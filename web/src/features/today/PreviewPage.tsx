import { Group, NativeSelect, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { searchOf } from "@/app/search";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { StateMessage } from "@/components/StateMessage";
import { CalendarTabs } from "@/features/calendar/CalendarTabs";
import { PersonSelect } from "@/features/people/PersonSelect";
import { MemberPreview, RoomPreview } from "./Previews";
import { TODAY, roomsQuery } from "./queries";
import "./texts";

const DRAFT = "draft";

/** What an address of the page may say: of whom, on which day, and by which calendar. */
interface Search {
  person?: string;
  room?: string;
  day?: string;
  as?: string;
}

const kept = searchOf("person", "room", "day", "as");

/** The day of anybody and of any room, as it counts or as the draft has it. */
export function PreviewPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/calendar/preview" });
  const search = useSearch({ from: "/shell/schools/$school/calendar/preview" });
  const navigate = useNavigate();
  const change = (changes: Search) =>
    void navigate({ to: "/schools/$school/calendar/preview", params: { school }, search: kept({ ...search, ...changes }), replace: true });
  const day = search.day ?? TODAY;
  const isDraft = search.as === DRAFT;
  return (
    <Page title={t("today.preview.title")}>
      <CalendarTabs school={school} />
      <Text maw={720}>{t("today.preview.intro")}</Text>
      <Whose school={school} search={search} onChange={change} />
      <Which school={school} isDraft={isDraft} onChange={(as) => change({ as })} />
      {search.person && <MemberPreview school={school} member={search.person} day={day} isDraft={isDraft} onDay={(next) => change({ day: next })} />}
      {!search.person && search.room && (
        <RoomPreview school={school} room={search.room} day={day} isDraft={isDraft} onDay={(next) => change({ day: next })} />
      )}
      {!search.person && !search.room && <StateMessage title={t("today.preview.nobody")} text={t("today.preview.nobodyHint")} />}
    </Page>
  );
}

interface WhoseProps {
  school: string;
  search: Search;
  onChange: (changes: Search) => void;
}

/** A person or a room. */
function Whose({ school, search, onChange }: WhoseProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState(search.room && !search.person ? "room" : "member");
  return (
    <Stack gap="sm">
      <Radio.Group label={t("today.preview.of")} value={kind} onChange={setKind}>
        <Group gap="md" mt={4}>
          <Radio value="member" label={t("today.preview.member")} />
          <Radio value="room" label={t("today.preview.room")} />
        </Group>
      </Radio.Group>
      {kind === "member" ? (
        <PersonSelect
          school={school}
          label={t("today.preview.findMember")}
          isFitting={() => true}
          onChoose={({ person }) => onChange({ person, room: "" })}
        />
      ) : (
        <Rooms school={school} room={search.room ?? ""} onChoose={(room) => onChange({ room, person: "" })} />
      )}
    </Stack>
  );
}

function Rooms({ school, room, onChoose }: { school: string; room: string; onChoose: (room: string) => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(roomsQuery(useApi(), school));
  if (isPending) return <Skeleton height={60} maw={480} role="status" aria-label={t("app.loading")} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.rooms.length === 0) return <Text c="dimmed">{t("today.preview.noRooms")}</Text>;
  const known = data.rooms.map(({ displayName, classCount }) => ({
    value: displayName,
    label: t("today.preview.roomClasses", { room: displayName, count: classCount }),
  }));
  return (
    <NativeSelect
      label={t("today.preview.chooseRoom")}
      description={t("today.preview.chooseRoomHint")}
      maw={480}
      data={[{ value: "", label: "–" }, ...known]}
      value={known.some(({ value }) => value === room) ? room : ""}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  );
}

const calendarQuery = (api: Api, school: string) => ({
  queryKey: ["calendars", school],
  queryFn: () => answered(api.GET("/v1/schools/{school}/settings/calendar", { params: { path: { school } } })),
});

/** By which calendar; a choice only where there is a draft for the person to see. */
function Which({ school, isDraft, onChange }: { school: string; isDraft: boolean; onChange: (as: string) => void }) {
  const { t } = useTranslation();
  const may = useMay(school)("calendars:get");
  const { data } = useQuery({ ...calendarQuery(useApi(), school), enabled: may });
  if (!data) return null;
  if (!data.changed && !isDraft) return <Text c="dimmed">{t("today.preview.same")}</Text>;
  return (
    <Radio.Group label={t("today.preview.as")} value={isDraft ? DRAFT : ""} onChange={onChange}>
      <Group gap="md" mt={4}>
        <Radio value="" label={t("today.preview.published")} />
        <Radio value={DRAFT} label={t("today.preview.asDraft")} />
      </Group>
    </Radio.Group>
  );
}
