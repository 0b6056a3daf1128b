import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useLive } from "@/app/live";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { DeclareDay } from "./DeclareDay";
import { ToBells } from "./YearEmpty";
import { calendarKey, calendarQuery } from "./queries";
import { useToday } from "./use-year";
import { yearDaysQuery } from "./year-queries";
import { dayWords, hoursWords } from "./year-words";
import "./year-texts";

/** What today is at the bell, on the page of a school for who runs it; it can be changed at once. */
export function BellHere({ school }: { school: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(calendarQuery(useApi(), school));
  return (
    <section aria-labelledby="bell">
      <Title order={2} size="h4" mb="sm" id="bell">
        {t("bellHere.title")}
      </Title>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={36} role="status" aria-label={t("app.loading")} />}
      {data && !data.published && <NotYet school={school} />}
      {data?.published && <Bell school={school} version={data.published.version} />}
    </section>
  );
}

function NotYet({ school }: { school: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" align="flex-start">
      <Text>{t("bellHere.notYet")}</Text>
      <ToBells school={school} />
    </Stack>
  );
}

function Bell({ school, version }: { school: string; version: number }) {
  const { t, i18n } = useTranslation();
  const today = useToday(school) ?? "";
  const asked = { firstDay: today, lastDay: today, draft: false, of: `${version}` };
  const found = useQuery({ ...yearDaysQuery(useApi(), school, asked), enabled: today !== "" });
  useLive(calendarKey(school), today ? { collection: `schools/${school}/schoolDays`, ids: [today] } : null);
  const day = found.data?.[0];
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Group justify="space-between" align="center">
      {day ? (
        <Text>{[dayWords(day, t), hoursWords(day, i18n.language)].filter(Boolean).join(" · ")}</Text>
      ) : (
        <Skeleton height={24} width={240} role="status" aria-label={t("app.loading")} />
      )}
      <Group>
        <DeclareDay school={school} />
        <PageLink to="/schools/$school/calendar" params={{ school }}>
          {t("bellHere.toYear")}
        </PageLink>
      </Group>
    </Group>
  );
}
