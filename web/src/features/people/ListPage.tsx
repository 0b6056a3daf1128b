import { Skeleton, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { ClassSchedule } from "@/features/terms/ClassSchedule";
import { ListMembers } from "./ListMembers";
import { ListName } from "./ListName";
import { ListTeachers } from "./ListTeachers";
import { SectionFacts } from "./SectionFacts";
import { listQuery } from "./list-queries";
import { mayChangeList } from "./list-rights";
import { useChangeList } from "./use-change-list";

/** One list: its name, who is on it, who teaches it. */
export function ListPage() {
  const { t } = useTranslation();
  const { school, list } = useParams({ from: "/shell/schools/$school/people/lists/$list" });
  const found = useQuery(listQuery(useApi(), school, list));
  const own = useIdentity().memberships.find((one) => one.school === school)?.person;
  const may = useMay(school);
  const runsSchool = may("members:update");
  const mayChange = found.data !== undefined && mayChangeList(found.data, own, may);
  return (
    <Page title={found.data?.displayName ?? t("people.lists.list")}>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          {found.data.schedule && <Text c="dimmed"><SectionFacts list={found.data} /></Text>}
          {found.data.section && <Text maw={640}>{t("people.lists.rostered")}</Text>}
          <ListMembers school={school} list={list} memberIds={found.data.memberIds ?? []} mayChange={mayChange} />
          {runsSchool && <ListTeachers school={school} list={list} teacherIds={found.data.teacherIds} mayChange={mayChange} />}
          <ClassSchedule school={school} list={found.data} mayEdit={may("calendars:update")} />
          {mayChange && <Rename key={found.data.displayName} school={school} list={list} name={found.data.displayName} />}
          {mayChange && <Delete school={school} list={list} found={found.data} />}
          <Text>
            <PageLink to="/schools/$school/people" params={{ school }} search={{ list }}>
              {t("people.lists.toPeople")}
            </PageLink>
          </Text>
          <Text>
            <PageLink to="/schools/$school/people/lists" params={{ school }}>
              {t("people.lists.toAll")}
            </PageLink>
          </Text>
        </>
      )}
    </Page>
  );
}

function Rename({ school, list, name }: { school: string; list: string; name: string }) {
  const { t } = useTranslation();
  const change = useChangeList(school, list);
  const rename = async (displayName: string) => {
    await change(() => ({ displayName }));
    tell(t("app.saved"));
  };
  return <ListName label={t("people.lists.name")} submit={t("people.lists.rename")} name={name} onName={rename} />;
}

function Delete({ school, list, found }: { school: string; list: string; found: Schemas["ListView"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { displayName: name, memberCount: count, etag } = found;
  const act = async () => {
    const params = { path: { school, list }, query: { etag } };
    await answered(api.DELETE("/v1/schools/{school}/lists/{list}", { params }));
    tell(t("people.lists.deleted", { name }));
    await navigate({ to: "/schools/$school/people/lists", params: { school }, replace: true });
    await queries.invalidateQueries({ queryKey: ["people", school, "lists"] });
  };
  return (
    <div>
      <ConfirmAct label={t("people.lists.delete")} title={t("people.lists.deleteTitle", { name })} act={act} isDestructive>
        {t("people.lists.deleteHint", { count })}
      </ConfirmAct>
    </div>
  );
}
