import { Group, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ButtonLink, PageLink } from "@/components/links";
import { StateMessage } from "@/components/StateMessage";
import { PullsTable } from "./PullsTable";
import { dayInWords, later } from "@/components/days";
import { nightQuery } from "./queries";

/** How the newest night went, or the one that the address names. */
export function LastNight({ zone }: { zone: string }) {
  const { t, i18n } = useTranslation();
  const { night } = useSearch({ from: "/shell/nights" });
  const found = useQuery(nightQuery(useApi(), night));
  const day = found.data?.day ?? night;
  return (
    <Stack component="section" gap="md" aria-labelledby="night">
      <Group justify="space-between">
        <Title order={2} size="h4" id="night">
          {day ? t("nights.of", { day: dayInWords(i18n.language, day, { dateStyle: "long" }) }) : t("nights.last")}
        </Title>
        {day && (
          <Group gap="xs" component="nav" aria-label={t("nights.others")}>
            <ButtonLink variant="default" to="/nights" search={{ night: later(day, -1) }} resetScroll={false}>
              {t("nights.before")}
            </ButtonLink>
            {night && (
              <ButtonLink variant="default" to="/nights" search={{}} resetScroll={false}>
                {t("nights.newest")}
              </ButtonLink>
            )}
          </Group>
        )}
      </Group>
      <PullsTable
        pulls={found.data?.pulls}
        zone={zone}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={night ? <StateMessage title={t("nights.noneThen")} text={t("nights.noneThenHint")} /> : <NothingPulled />}
      />
    </Stack>
  );
}

function NothingPulled() {
  const { t } = useTranslation();
  return (
    <StateMessage title={t("nights.none")} text={t("nights.noneHint")}>
      <PageLink to="/schools">{t("nights.toSchools")}</PageLink>
    </StateMessage>
  );
}
