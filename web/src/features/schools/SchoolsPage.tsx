import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMe } from "@/features/account/queries";
import { useIdentity } from "@/app/session";
import { type Column, DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { StateBadge } from "@/components/StateBadge";
import { StateMessage } from "@/components/StateMessage";
import { When } from "@/components/When";
import { type Health, MEANINGS, healthOfAllQuery } from "./health";
import { COUNTS, schoolsQuery } from "./queries";

type School = Schemas["SchoolView"];

/** The schools that the person may see, with how many people each has and how its rostering does. */
export function SchoolsPage() {
  const { t } = useTranslation();
  const { isDistrict } = useIdentity();
  return (
    <Page title={isDistrict ? t("schools.title") : t("schools.titleOwn")}>
      <Schools isDistrict={isDistrict} />
      {isDistrict && (
        <Stack gap="sm" align="flex-start">
          <PageLink to="/sign-in-settings">{t("navigation.signInSettings")}</PageLink>
          <PageLink to="/nights">{t("navigation.nights")}</PageLink>
          <PageLink to="/audit">{t("audit.titleOfDistrict")}</PageLink>
        </Stack>
      )}
    </Page>
  );
}

function Schools({ isDistrict }: { isDistrict: boolean }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const found = useQuery(schoolsQuery(api));
  const runsAny = useRunsAny();
  const health = useQuery({ ...healthOfAllQuery(api), enabled: runsAny });
  const schools = found.data?.schools;
  const columns = columnsOf(t, i18n.language, schools ?? [], health.data);
  const [title, text] = isDistrict
    ? [t("schools.empty"), t("schools.emptyHint")]
    : [t("schools.notAny"), t("schools.notAnyHint")];
  return (
    <DataTable
      label={isDistrict ? t("schools.title") : t("schools.titleOwn")}
      columns={columns}
      rows={schools}
      keyOf={(school) => school.name}
      error={found.error}
      onRetry={() => void found.refetch()}
      empty={<StateMessage title={title} text={text} />}
    />
  );
}

function useRunsAny(): boolean {
  const me = useMe().data;
  const sets = me ? [me.permissions, ...me.memberships.map(({ permissions }) => permissions)] : [];
  return sets.some((permissions) => permissions.includes("schools:health"));
}

type Told = ReturnType<typeof useTranslation>["t"];

function columnsOf(
  t: Told,
  language: string,
  schools: readonly School[],
  health: Map<string, Health> | undefined,
): [Column<School>, ...Column<School>[]] {
  const counted = schools.some(({ counts }) => Boolean(counts)) ? COUNTS : [];
  const name: Column<School> = {
    id: "name",
    title: t("schools.school"),
    cell: (school) => (
      <PageLink to="/schools/$school" params={{ school: idOf(school.name) }} size="sm">
        {school.displayName}
      </PageLink>
    ),
  };
  const rostering: Column<School> = {
    id: "rostering",
    title: t("schools.rostering"),
    cell: (school) => <HealthCell school={school} health={health?.get(idOf(school.name))} />,
    onPhone: "below",
  };
  const counts = counted.map(
    (kind): Column<School> => ({
      id: kind,
      title: t(`schools.${kind}`),
      cell: (school) => school.counts?.[kind].toLocaleString(language),
      isNumber: true,
      onPhone: "below-with-title",
    }),
  );
  return health ? [name, rostering, ...counts] : [name, ...counts];
}

function HealthCell({ school, health }: { school: School; health: Health | undefined }) {
  const { t } = useTranslation();
  if (!health) return null;
  return (
    <>
      <StateBadge
        meaning={MEANINGS[health.state]}
        label={t(`health.${health.state}`, { count: health.waitingRuns })}
      />
      {health.lastGoodTime && (
        <Text component="div" size="sm" c="dimmed">
          {t("schools.lastGood")} <When time={health.lastGoodTime} zone={school.timeZone} />
        </Text>
      )}
    </>
  );
}
