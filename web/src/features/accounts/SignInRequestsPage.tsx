import { NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { PageLink } from "@/components/links";
import { RequestsTable } from "./RequestsTable";
import { requestsSearch } from "./accounts-search";
import { requestsQuery } from "./queries";

/** Who came from the district's own organization and was matched to nobody. */
export function SignInRequestsPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/sign-in-requests" });
  const { pageToken = "", ...search } = useSearch({ from: "/shell/schools/$school/sign-in-requests" });
  const navigate = useNavigate({ from: "/schools/$school/sign-in-requests" });
  const state = search.state ?? "OPEN";
  const found = useQuery(requestsQuery(useApi(), state, pageToken));
  const next = found.data?.nextPageToken;
  const turnTo = (token: string) => void navigate({ search: token ? { ...search, pageToken: token } : search });
  return (
    <Page title={t("accounts.requests.title")}>
      <Text maw={640} c="dimmed">
        {t("accounts.requests.hint")}
      </Text>
      <NativeSelect
        maw={320}
        label={t("accounts.requests.shown")}
        data={["OPEN", "REFUSED"].map((value) => ({ value, label: t(`accounts.requests.states.${value}`) }))}
        value={state}
        onChange={({ currentTarget }) =>
          void navigate({ search: requestsSearch({ state: currentTarget.value }), resetScroll: false })
        }
      />
      <RequestsTable
        school={school}
        state={state}
        requests={found.data?.signInRequests}
        isStale={found.isPlaceholderData}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
      <Pager
        isFirst={!pageToken}
        onFirst={() => turnTo("")}
        onNext={next && !found.isPlaceholderData ? () => turnTo(next) : undefined}
      />
      <Text>
        <PageLink to="/schools/$school/accounts" params={{ school }}>
          {t("accounts.toAll")}
        </PageLink>
      </Text>
    </Page>
  );
}
