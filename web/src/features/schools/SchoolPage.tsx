import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import { ParentHome } from "@/features/start/ParentHome";
import { Shortcuts } from "@/features/start/Shortcuts";
import { StaffHome } from "@/features/start/StaffHome";
import { StudentHome } from "@/features/start/StudentHome";
import { FirstSteps } from "./FirstSteps";
import { MEANINGS, healthQuery } from "./health";
import { COUNTS, schoolQuery } from "./queries";

/** One school: what needs somebody there, who one is, and how many people it has. */
export function SchoolPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school" });
  const found = useQuery(schoolQuery(useApi(), school));
  const may = useMay(school);
  return (
    <Page title={found.data?.displayName ?? t("school.title")}>
      {found.isPending && <Skeleton height={96} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <Stack gap="xl">
          <Role school={found.data} />
          <Home school={school} />
          {may("calendars:publish") && (
            <Suspense>
              <Bell school={school} />
            </Suspense>
          )}
          {may("rosterConnections:edit") && <FirstSteps school={school} />}
          {may("schools:health") && <Rostering school={school} zone={found.data.timeZone} />}
          <People school={found.data} />
          {may("schools:health") && <Shortcuts school={school} />}
        </Stack>
      )}
    </Page>
  );
}

const Bell = lazy(() => import("@/features/calendar/BellHere").then((code) => ({ default: code.BellHere })));

/** What somebody begins with who doesn't run the school. */
function Home({ school }: { school: string }) {
  const { memberships } = useIdentity();
  const own = memberships.find((one) => one.school === school);
  switch (own?.role) {
    case "TEACHER":
    case "STAFF":
      return <StaffHome {...own} />;
    case "STUDENT":
    case "STUDENT_LEADER":
      return <StudentHome {...own} />;
    case "PARENT":
      return <ParentHome school={school} />;
    default:
      return null;
  }
}

function Role({ school }: { school: Schemas["SchoolView"] }) {
  const { t } = useTranslation();
  const { isDistrict, memberships } = useIdentity();
  const mine = memberships.find(({ school: id }) => school.name === `schools/${id}`);
  return (
    <Text>
      {t("school.role")} <strong>{t(`roles.${isDistrict ? "DISTRICT" : (mine?.role ?? "STAFF")}`)}</strong>
      {" · "}
      {t("school.timeZone")} {school.timeZone}
    </Text>
  );
}

function Rostering({ school, zone }: { school: string; zone: string }) {
  const { t } = useTranslation();
  const health = useQuery(healthQuery(useApi(), school)).data;
  const may = useMay(school);
  if (!health) return null;
  return (
    <section aria-labelledby="health">
      <Title order={2} size="h4" mb="sm" id="health">
        {t("school.rostering")}
      </Title>
      <Group>
        <StateBadge
          meaning={MEANINGS[health.state]}
          label={t(`health.${health.state}`, { count: health.waitingRuns })}
        />
        <Text>
          {t("schools.lastGood")} <When time={health.lastGoodTime} zone={zone} none={t("school.never")} />
        </Text>
        {may("rosterRuns:get") && (
          <PageLink to="/schools/$school/rostering" params={{ school }}>
            {t("school.openRostering")}
          </PageLink>
        )}
      </Group>
    </section>
  );
}

function People({ school }: { school: Schemas["SchoolView"] }) {
  const { t, i18n } = useTranslation();
  const { counts } = school;
  if (!counts) return null;
  return (
    <section aria-labelledby="people">
      <Title order={2} size="h4" mb="sm" id="people">
        {t("school.people")}
      </Title>
      <Group gap="xl" component="dl" m={0}>
        {COUNTS.map((kind) => (
          <div key={kind}>
            <Text component="dt" size="sm" c="dimmed">
              {t(`schools.${kind}`)}
            </Text>
            <Text component="dd" m={0} fz={28} fw={600}>
              {counts[kind].toLocaleString(i18n.language)}
            </Text>
          </div>
        ))}
      </Group>
    </section>
  );
}
