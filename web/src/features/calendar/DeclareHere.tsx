import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ErrorState } from "@/components/ErrorState";
import { DeclareForm } from "./DeclareForm";
import { ToBells } from "./YearEmpty";
import { useToday } from "./use-year";
import { calendarQuery } from "./queries";
import { versionQuery } from "./year-queries";

interface Props {
  school: string;
  /** Which day; today unless another one is meant. */
  day?: string;
  onDone: () => void;
}

/** What a day is to be, once it is read what counts; for whoever may publish. */
export function DeclareHere({ school, day, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const today = useToday(school);
  const view = useQuery(calendarQuery(api, school));
  const version = view.data?.published?.version ?? 0;
  const published = useQuery(versionQuery(api, school, version));
  const error = view.error ?? published.error;
  if (error) return <ErrorState error={error} onRetry={() => void (view.error ? view.refetch() : published.refetch())} />;
  if (view.data && !version) return <NotPublished school={school} />;
  const calendar = published.data?.calendar;
  if (!calendar || !today) return <Skeleton height={240} role="status" aria-label={t("app.loading")} />;
  return <DeclareForm school={school} calendar={calendar} version={version} today={today} day={day ?? today} onDone={onDone} />;
}

function NotPublished({ school }: { school: string }) {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start">
      <Text>{t("declare.notPublished")}</Text>
      <ToBells school={school} />
    </Stack>
  );
}
