import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { downloaded } from "@/api/download";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { ButtonLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { AccountFilters } from "./AccountFilters";
import { AccountsTable } from "./AccountsTable";
import { filterOf } from "./accounts-search";
import { accountsQuery } from "./queries";
import { useAccountsView } from "./use-accounts-view";

/** By which accounts a school's people sign in. */
export function AccountsPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/accounts" });
  const view = useAccountsView();
  const asked = { search: view.sought, filter: filterOf(view.search), pageToken: view.pageToken };
  const found = useQuery(accountsQuery(useApi(), school, asked));
  const next = found.data?.nextPageToken;
  return (
    <Page title={t("accounts.title")}>
      <Ways school={school} />
      <AccountFilters search={view.search} sought={view.sought} onFilter={view.filter} onSeek={view.seek} />
      <AccountsTable
        school={school}
        accounts={found.data?.accounts}
        isStale={found.isPlaceholderData}
        error={found.error}
        onRetry={() => void found.refetch()}
        onClear={view.sought || Object.keys(view.search).length ? view.clear : undefined}
      />
      <Pager
        isFirst={!view.pageToken}
        onFirst={() => view.turnTo("")}
        onNext={next && !found.isPlaceholderData ? () => view.turnTo(next) : undefined}
      />
    </Page>
  );
}

function Ways({ school }: { school: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const may = useMay(school);
  const path = "/v1/schools/{school}/signInAddresses:export" as const;
  const { run, isBusy, failure } = useAct(
    () => downloaded(api.GET(path, { params: { path: { school } }, parseAs: "blob" })),
    () => tell(t("accounts.exported")),
  );
  return (
    <>
      <Group>
        {may("signInRequests:list") && (
          <ButtonLink variant="default" to="/schools/$school/sign-in-requests" params={{ school }}>
            {t("accounts.requests.title")}
          </ButtonLink>
        )}
        {may("signInAddresses:edit") && (
          <ButtonLink variant="default" to="/schools/$school/accounts/import" params={{ school }}>
            {t("accounts.import.title")}
          </ButtonLink>
        )}
        {may("signInAddresses:get") && (
          <Button variant="default" loading={isBusy} onClick={() => void run()}>
            {t("accounts.export")}
          </Button>
        )}
      </Group>
      <Failure text={failure} />
    </>
  );
}
