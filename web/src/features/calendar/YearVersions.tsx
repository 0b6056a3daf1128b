import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { type Column, DataTable } from "@/components/DataTable";
import { Pager } from "@/components/Pager";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { dayInWords } from "@/components/days";
import { type Version, versionsQuery } from "./year-queries";

/** What was published when, by whom, and how much that changed. */
export function YearVersions({ school }: { school: string }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const [pageToken, setPageToken] = useState("");
  const { data, error, refetch } = useQuery(versionsQuery(useApi(), school, pageToken));
  const columns: [Column<Version>, ...Column<Version>[]] = [
    { id: "version", title: t("year.versions.version"), cell: ({ version }) => version },
    { id: "when", title: t("year.versions.when"), cell: ({ publishTime }) => <When time={publishTime} zone={zone} />, onPhone: "below" },
    { id: "who", title: t("year.versions.who"), cell: (one) => one.publisherDisplayName ?? t("people.changes.person"), onPhone: "below" },
    { id: "what", title: t("year.versions.what"), cell: (one) => <What version={one} />, onPhone: "below" },
  ];
  return (
    <Stack component="section" gap="sm" aria-labelledby="versions">
      <Title order={2} size="h4" id="versions">
        {t("year.versions.title")}
      </Title>
      <DataTable
        label={t("year.versions.title")}
        columns={columns}
        rows={data?.calendarVersions}
        keyOf={({ name }) => name}
        error={error}
        onRetry={() => void refetch()}
        empty={<Text c="dimmed">{t("year.versions.none")}</Text>}
      />
      <Pager
        isFirst={!pageToken}
        onFirst={() => setPageToken("")}
        onNext={data?.nextPageToken ? () => setPageToken(data.nextPageToken) : undefined}
      />
    </Stack>
  );
}

function What({ version: { declaredDay, changedDays } }: { version: Version }) {
  const { t, i18n } = useTranslation();
  if (declaredDay) return <>{t("year.versions.declared", { day: dayInWords(i18n.language, declaredDay, { dateStyle: "long" }) })}</>;
  return <>{changedDays === null || changedDays === undefined ? "–" : t("year.versions.days", { count: changedDays })}</>;
}
