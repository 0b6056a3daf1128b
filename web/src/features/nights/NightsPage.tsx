import { Divider, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { useMe } from "@/features/account/queries";
import { LastNight } from "./LastNight";
import { NightForm } from "./NightForm";
import { nightSettingsQuery } from "./queries";
import "./texts";

/** The night: how the last one went, when it is, and who is told of it. */
export function NightsPage() {
  const { t } = useTranslation();
  const me = useMe().data;
  const found = useQuery(nightSettingsQuery(useApi()));
  const mayEdit = me?.permissions.includes("rosterSettings:update") ?? false;
  return (
    <Page title={t("navigation.nights")}>
      <Text maw={720}>{t("nights.intro")}</Text>
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
      {found.data && me && (
        <>
          <LastNight zone={found.data.timeZone} />
          <Divider />
          <NightForm key={found.data.etag} settings={found.data} mayEdit={mayEdit} />
        </>
      )}
    </Page>
  );
}
