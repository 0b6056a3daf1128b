import { Divider, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { ErrorState, RoleMayNot } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { CalendarTabs } from "./CalendarTabs";
import { useMe } from "@/features/account/queries";
import { YearDay } from "./YearDay";
import { DeclareDay } from "./DeclareDay";
import { YearEmpty } from "./YearEmpty";
import { YearPublish } from "./YearPublish";
import { YearPublished } from "./YearPublished";
import { YearPicture } from "./YearPicture";
import { YearTools } from "./YearTools";
import { YearVersions } from "./YearVersions";
import { type YearView, useToday, useYear } from "./use-year";
import { calendarKey, type CalendarView } from "./queries";
import { withSearch } from "./year-search";
import "./year-texts";

const FROM = "/shell/schools/$school/calendar";

/** The year: which day is what, what counts and what is drafted, and one day changed at once. */
export function YearPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: FROM });
  const may = useMay(school);
  const isKnown = useMe().data !== undefined;
  const isRefused = isKnown && !may("calendars:get");
  return (
    <Page title={t("year.title")}>
      <CalendarTabs school={school} />
      {isRefused ? <RoleMayNot /> : <Year key={school} school={school} />}
    </Page>
  );
}

function Year({ school }: { school: string }) {
  const { t } = useTranslation();
  const year = useYear(school);
  const today = useToday(school);
  // Whoever publishes writes today's document too; the days are read anew where the version is another one.
  useLive([...calendarKey(school), "draft"], today ? { collection: `schools/${school}/schoolDays`, ids: [today] } : null);
  const { view } = year;
  if (view.error) return <ErrorState error={view.error} onRetry={() => void view.refetch()} />;
  if (!view.data) return <Skeleton height={480} role="status" aria-label={t("app.loading")} />;
  if (!view.data.calendar) return <YearEmpty school={school} />;
  return <Shown school={school} year={year} view={view.data} today={today} />;
}

interface ShownProps {
  school: string;
  year: YearView;
  view: CalendarView;
  today: string | undefined;
}

function Shown({ school, year, view, today }: ShownProps) {
  const { t } = useTranslation();
  const { show, day } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: "/schools/$school/calendar" });
  const isDraft = year.draft !== undefined && (show === "draft" || !view.published);
  const asked = isDraft ? year.draftDays : year.published.error ? year.published : year.countedDays;
  const { error } = asked;
  const days = isDraft ? year.draftDays.data : year.countedDays.data;
  const open = (opened?: string) =>
    void navigate({ search: (old) => withSearch(old, "day", opened), resetScroll: false });
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <YearPublished school={school} view={view} publisher={year.published.data} />
        <DeclareDay school={school} />
      </Group>
      {year.draft && <YearPublish school={school} year={year} view={view} />}
      <YearTools school={school} view={view} />
      <Divider />
      {year.draft && view.published && (
        <SegmentedControl
          aria-label={t("year.show.label")}
          value={isDraft ? "draft" : "counts"}
          data={[
            { value: "counts", label: t("year.show.counts") },
            { value: "draft", label: t("year.show.draft") },
          ]}
          onChange={(value) =>
            void navigate({ search: (old) => withSearch(old, "show", value === "draft" ? value : undefined), resetScroll: false })
          }
          maw={480}
        />
      )}
      {!view.published && <Text>{t("year.onlyDraft")}</Text>}
      {error && <ErrorState error={error} onRetry={() => void asked.refetch()} />}
      {!error && !days && <Skeleton height={480} role="status" aria-label={t("app.loading")} />}
      {days && <YearPicture days={days} today={today} onOpen={open} />}
      <YearVersions school={school} />
      <YearDay school={school} year={year} view={view} day={day} today={today} isDraft={isDraft} onShow={open} />
    </Stack>
  );
}
