import { Divider, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { PageLink } from "@/components/links";
import { IdLabels } from "./IdLabels";
import { noticeSettingsQuery, peopleSettingsQuery } from "./queries";
import { Recipients } from "./Recipients";

/** What a school decides for itself beside its rostering. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/settings" });
  const api = useApi();
  const may = useMay(school);
  const notices = useQuery(noticeSettingsQuery(api, school));
  const people = useQuery(peopleSettingsQuery(api, school));
  const failed = [notices, people].find(({ isError }) => isError);
  return (
    <Page title={t("settings.title")}>
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(notices.data && people.data) && (
        <Skeleton height={240} role="status" aria-label={t("app.loading")} />
      )}
      {notices.data && (
        <Recipients
          key={notices.data.etag}
          school={school}
          settings={notices.data}
          mayEdit={may("noticeSettings:update")}
        />
      )}
      {notices.data && people.data && <Divider />}
      {people.data && (
        <IdLabels key={people.data.etag} school={school} settings={people.data} mayEdit={may("peopleSettings:update")} />
      )}
      {may("signInSettings:get") && (
        <Text>
          <PageLink to="/sign-in-settings">{t("navigation.signInSettings")}</PageLink>
        </Text>
      )}
      <Text>
        <PageLink to="/network">{t("navigation.networkInside")}</PageLink>
      </Text>
      {may("accounts:list") && (
        <Text>
          <PageLink to="/schools/$school/accounts" params={{ school }}>
            {t("accounts.toAccounts")}
          </PageLink>
        </Text>
      )}
      {may("signInRequests:list") && (
        <Text>
          <PageLink to="/schools/$school/sign-in-requests" params={{ school }}>
            {t("accounts.toRequests")}
          </PageLink>
        </Text>
      )}
      {may("auditEntries:list") && (
        <Text>
          <PageLink to="/schools/$school/audit" params={{ school }}>
            {t("audit.toAudit")}
          </PageLink>
        </Text>
      )}
    </Page>
  );
}
