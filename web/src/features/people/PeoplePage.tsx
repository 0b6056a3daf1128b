import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { downloaded } from "@/api/download";
import { useApi } from "@/app/api-context";
import { listensTo } from "@/app/claims";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { ButtonLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { PeopleFilters } from "./PeopleFilters";
import { PeopleTable } from "./PeopleTable";
import { filterOf } from "./people-search";
import { membersQuery } from "./queries";
import { usePeopleView } from "./use-people-view";

/** Everybody of a school: found by what is typed, narrowed by filters, page by page, up to date. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/people" });
  const view = usePeopleView();
  const filter = filterOf(view.search);
  const asked = { search: view.sought, filter, pageToken: view.pageToken };
  const found = useQuery(membersQuery(useApi(), school, asked));
  const shown = found.data?.members;
  useMembersLive(school, shown?.map(({ person }) => person) ?? []);
  const next = found.data?.nextPageToken;
  return (
    <Page title={t("people.title")}>
      <Acts school={school} search={view.sought} filter={filter} />
      <PeopleFilters school={school} search={view.search} sought={view.sought} onFilter={view.filter} onSeek={view.seek} />
      <PeopleTable
        school={school}
        members={shown}
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

/** Those who are shown, and the runs of rosters, which bring in others. */
function useMembersLive(school: string, persons: readonly string[]) {
  const mayListen = listensTo(useIdentity(), school);
  const members = { collection: `schools/${school}/members`, ids: persons };
  const runs = { collection: `schools/${school}/rosterRuns`, newestBy: "receivedTime" };
  useLive(["people", school, "members"], mayListen && persons.length ? members : null, mayListen ? runs : null);
}

function Acts({ school, search, filter }: { school: string; search: string; filter: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const may = useMay(school);
  const body = { search, filter, columns: [] };
  const path = "/v1/schools/{school}/members:export" as const;
  const { run, isBusy, failure } = useAct(
    () => downloaded(api.POST(path, { params: { path: { school } }, body, parseAs: "blob" })),
    () => tell(t("people.exported")),
  );
  return (
    <>
      <Group>
        {may("members:create") && (
          <ButtonLink to="/schools/$school/people/new" params={{ school }}>
            {t("people.add")}
          </ButtonLink>
        )}
        {may("lists:get") && (
          <ButtonLink variant="default" to="/schools/$school/people/lists" params={{ school }}>
            {t("people.lists.title")}
          </ButtonLink>
        )}
        {may("members:export") && (
          <Button variant="default" loading={isBusy} onClick={() => void run()}>
            {t("people.export")}
          </Button>
        )}
      </Group>
      <Failure text={failure} />
    </>
  );
}
