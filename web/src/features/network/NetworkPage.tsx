import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useConfiguration } from "@/app/configuration-context";
import { Page } from "@/components/Page";
import { PublicPage } from "@/components/PublicPage";
import { signInOptionsQuery } from "@/features/account/queries";
import { CopiedText } from "./CopiedText";
import { HostsTable } from "./HostsTable";
import { SelfTest } from "./SelfTest";
import { filesHostOf, hostsOf, listOf } from "./hosts";
import { useSelfTest } from "./use-self-test";
import "./texts";

/** What a school's network has to let through, and a test of it from this very browser. */
export function NetworkPage() {
  const { t } = useTranslation();
  const configuration = useConfiguration();
  const options = useQuery(signInOptionsQuery(useApi())).data;
  // Where it can't be asked, the network may be the reason: then Google's hosts are named as well.
  const withGoogle = options?.providers.some(({ provider }) => provider === "google.com") ?? true;
  const hosts = useMemo(() => hostsOf(configuration, window.location.origin, withGoogle), [configuration, withGoogle]);
  const test = useSelfTest(hosts);
  const filesHost = filesHostOf(configuration);
  return (
    <PublicPage>
      <Page title={t("network.title")}>
        <Text maw={720}>{t("network.intro")}</Text>
        <SelfTest hosts={hosts} test={test} />
        <Stack gap="sm" component="section" aria-labelledby="hosts">
          <Title order={2} size="h4" id="hosts">
            {t("network.hosts")}
          </Title>
          <Text maw={720}>{t("network.hostsHint")}</Text>
          <HostsTable hosts={hosts} attempts={test.attempts} isRunning={test.isRunning} />
          {withGoogle && <Text size="sm" maw={720}>{t("network.googleHint")}</Text>}
          <CopiedText label={t("network.list")} text={listOf(hosts)} />
        </Stack>
        <Stack gap="sm" component="section" aria-labelledby="files">
          <Title order={2} size="h4" id="files">
            {t("network.files")}
          </Title>
          <Text maw={720}>{t("network.filesHint")}</Text>
          {filesHost ? (
            <CopiedText label={t("network.filesList")} text={listOf([filesHost])} />
          ) : (
            <Text maw={720}>{t("network.filesUnknown")}</Text>
          )}
        </Stack>
      </Page>
    </PublicPage>
  );
}
