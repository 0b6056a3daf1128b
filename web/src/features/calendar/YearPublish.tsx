import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Dialog } from "@/components/Dialog";
import { Failure } from "@/components/Failure";
import { said } from "@/components/said";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { YearChanges } from "./YearChanges";
import type { YearView } from "./use-year";
import { calendarKey, type CalendarView, published, showCalendar } from "./queries";
import { changesOf } from "./year-words";

interface Props {
  school: string;
  year: YearView;
  view: CalendarView;
}

/** That the draft differs from what counts; whoever may, publishes it once they have seen what that changes. */
export function YearPublish({ school, year, view }: Props) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  const may = useMay(school);
  return (
    <Alert variant="outline" color="gray" title={t(view.published ? "year.draft.differs" : "year.draft.first")}>
      <Stack gap="sm" align="flex-start">
        <Text>{t(view.visibleToStaff ? "year.draft.seenByStaff" : "year.draft.seenByNobody")}</Text>
        {may("calendars:publish") && <Button onClick={open}>{t("year.publish.look")}</Button>}
      </Stack>
      <Dialog title={t("year.publish.title")} isOpen={isOpen} onClose={close} size="lg">
        <Publishing school={school} year={year} view={view} onDone={close} />
      </Dialog>
    </Alert>
  );
}

function Publishing({ school, year, view, onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const publish = (validateOnly: boolean) => published(api, school, view.etag, validateOnly);
  const trial = useQuery({ queryKey: [...calendarKey(school), "trial", view.etag], queryFn: () => publish(true), gcTime: 0, retry: false });
  const { run, isBusy, failure } = useAct(async () => {
    const { calendar } = await publish(false);
    await showCalendar(queries, school, calendar);
    tell(t("year.publish.done"));
  }, onDone);
  const changed = trial.data?.changedDays;
  const isThere = (days: YearView["draftDays"]) => days.isSuccess && !days.isPlaceholderData;
  const isReady = changed && isThere(year.draftDays) && (!view.published || isThere(year.countedDays));
  return (
    <>
      {!trial.error && !isReady && <Skeleton height={96} role="status" aria-label={t("app.loading")} />}
      {isReady && <Told changed={changed} year={year} />}
      <Failure text={failure || (trial.error ? said(trial.error, t) : "")} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone} data-autofocus>
          {t("app.cancel")}
        </Button>
        <Button loading={isBusy} disabled={!isReady} onClick={() => void run()}>
          {t("year.publish.act")}
        </Button>
      </Group>
    </>
  );
}

function Told({ changed, year }: { changed: readonly string[]; year: YearView }) {
  const { t } = useTranslation();
  const byDay = (days: typeof year.countedDays.data) => new Map((days ?? []).map((day) => [day.day, day]));
  const changes = changesOf(changed, byDay(year.countedDays.data), byDay(year.draftDays.data), t);
  const count = changes.told.reduce((sum, { days }) => sum + days.length, 0);
  return (
    <>
      {count > 0 && <Text>{t("year.publish.changes", { count })}</Text>}
      {changed.length === 0 && <Text>{t("year.publish.changesNothing")}</Text>}
      <YearChanges changes={changes} />
      <Text c="dimmed">{t("year.publish.hint")}</Text>
    </>
  );
}
