import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { StateMessage } from "@/components/StateMessage";
import { CalendarTabs } from "@/features/calendar/CalendarTabs";
import { useMe } from "@/features/account/queries";
import { type CalendarView, calendarQuery } from "@/features/calendar/queries";
import { useDraft } from "@/features/calendar/use-draft";
import { Begin } from "./Begin";
import { BellsEditor } from "./BellsEditor";
import { BellsShown } from "./BellsShown";
import { Standing } from "./Standing";
import "./texts";

/** When the bell rings: periods with their codes, bell schedules, and which days follow which. */
export function BellsPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/calendar/bells" });
  const may = useMay(school);
  const me = useMe().data;
  const found = useQuery(calendarQuery(useApi(), school));
  const mayEdit = may("calendars:update");
  return (
    <Page title={t("bells.title")}>
      <CalendarTabs school={school} />
      <Text maw={720}>{t(mayEdit ? "bells.intro" : "bells.introShown")}</Text>
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
      {found.data && me && (mayEdit ? <Edited key={school} school={school} view={found.data} /> : <Shown school={school} view={found.data} />)}
    </Page>
  );
}

function Edited({ school, view }: { school: string; view: CalendarView }) {
  const draft = useDraft(school, view);
  if (!draft.calendar) return <Begin school={school} onBegin={draft.begin} />;
  return (
    <>
      <Standing school={school} view={draft.view} draft={draft} />
      <BellsEditor school={school} draft={draft} calendar={draft.calendar} />
    </>
  );
}

function Shown({ school, view }: { school: string; view: CalendarView }) {
  const { t } = useTranslation();
  if (!view.calendar) return <StateMessage title={t("bells.noneShown")} text={t("bells.noneShownHint")} />;
  return (
    <>
      <Standing school={school} view={view} />
      <BellsShown calendar={view.calendar} />
    </>
  );
}
