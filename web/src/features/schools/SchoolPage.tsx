import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useIdentity } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { schoolQuery } from "./queries";

const COUNTS = ["students", "teachers", "staff", "admins"] as const;

/** One school: who one is there, and how many people it has. */
export function SchoolPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school" });
  const found = useQuery(schoolQuery(useApi(), school));
  return (
    <Page title={found.data?.displayName ?? t("school.title")}>
      {found.isPending && <Skeleton height={96} role="status" aria-label={t("app.loading")} />}
      {found.isError && (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.data && <Facts school={found.data} />}
    </Page>
  );
}

function Facts({ school }: { school: Schemas["SchoolView"] }) {
  const { t, i18n } = useTranslation();
  const { isDistrict, memberships } = useIdentity();
  const mine = memberships.find(({ school: id }) => school.name === `schools/${id}`);
  const { counts } = school;
  return (
    <Stack gap="lg">
      <Text>
        {t("school.role")} <strong>{t(`roles.${isDistrict ? "DISTRICT" : (mine?.role ?? "STAFF")}`)}</strong>
        {" · "}
        {t("school.timeZone")} {school.timeZone}
      </Text>
      {counts && (
        <section>
          <Title order={2} size="h4" mb="sm">
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
      )}
    </Stack>
  );
}
