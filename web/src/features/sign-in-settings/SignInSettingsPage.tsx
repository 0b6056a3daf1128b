import { Divider, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMe } from "@/features/account/queries";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { PageLink } from "@/components/links";
import { SettingsForm } from "./SettingsForm";
import { SignInTest } from "./SignInTest";
import "./texts";
import { signInSettingsQuery } from "./queries";

/** How people sign in to the district: who runs it decides, Owners read and test. */
export function SignInSettingsPage() {
  const { t } = useTranslation();
  const me = useMe().data;
  const found = useQuery(signInSettingsQuery(useApi()));
  const mayEdit = me?.permissions.includes("signInSettings:update") ?? false;
  return (
    <Page title={t("signInSettings.title")}>
      <Text maw={720}>{t("signInSettings.intro")}</Text>
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
      {found.data && me && (
        <>
          {!mayEdit && <Text maw={720}>{t("signInSettings.readOnly")}</Text>}
          <SettingsForm key={found.data.etag} settings={found.data} mayEdit={mayEdit} />
          <Divider />
          <SignInTest names={new Map(found.data.providers.map(({ provider, displayName }) => [provider, displayName]))} />
          <Text>
            <PageLink to="/network">{t("navigation.networkInside")}</PageLink>
          </Text>
        </>
      )}
    </Page>
  );
}
