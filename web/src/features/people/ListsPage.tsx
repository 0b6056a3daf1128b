import { Select, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { type Column, DataTable } from "@/components/DataTable";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { When } from "@/components/When";
import { PageLink } from "@/components/links";
import { useOnce } from "@/components/use-once";
import { useZone } from "@/features/schools/zone";
import { ListName } from "./ListName";
import { SectionFacts } from "./SectionFacts";
import { LISTS_SHOWN, listsQuery } from "./list-queries";

type List = Schemas["ListView"];

const KINDS = ["SECTION", "MANUAL"] as const;

/** The lists of a school, such as classes and teams; a new one is made here. */
export function ListsPage() {
  const { t, i18n } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/people/lists" });
  const { pageToken = "" } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate({ from: "/schools/$school/people/lists" });
  const may = useMay(school);
  const zone = useZone(school);
  const [kind, setKind] = useState("");
  const filter = kind && `kind = "${kind}"`;
  const found = useQuery(listsQuery(useApi(), school, LISTS_SHOWN, pageToken, filter));
  const next = found.data?.nextPageToken;
  const turnTo = (token: string) => void navigate({ to: ".", state: { pageToken: token } });
  const columns: [Column<List>, ...Column<List>[]] = [
    {
      id: "name",
      title: t("people.lists.name"),
      cell: ({ name, displayName }) => (
        <PageLink fz="inherit" to="/schools/$school/people/lists/$list" params={{ school, list: idOf(name) }}>
          {displayName}
        </PageLink>
      ),
    },
    {
      id: "what",
      title: t("people.lists.what"),
      cell: (list) => <SectionFacts list={list} />,
      onPhone: "below",
    },
    {
      id: "count",
      title: t("people.title"),
      cell: ({ memberCount }) => memberCount.toLocaleString(i18n.language),
      isNumber: true,
    },
    {
      id: "changed",
      title: t("people.changed"),
      cell: ({ updateTime }) => <When time={updateTime} zone={zone} />,
      onPhone: "left-out",
    },
  ];
  return (
    <Page title={t("people.lists.title")}>
      <Text maw={640}>{t("people.lists.hint")}</Text>
      {may("lists:edit") && <NewList school={school} />}
      <Select
        label={t("people.lists.show")}
        placeholder={t("app.all")}
        data={KINDS.map((value) => ({ value, label: t(`people.lists.only.${value}`) }))}
        value={kind || null}
        onChange={(value) => {
          setKind(value ?? "");
          turnTo("");
        }}
        clearable
        clearButtonProps={{ "aria-label": t("people.lists.showAll") }}
        maw={240}
      />
      <DataTable
        label={t("people.lists.title")}
        columns={columns}
        rows={found.data?.lists}
        keyOf={({ name }) => name}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<Text c="dimmed">{t("people.lists.none")}</Text>}
      />
      <Pager isFirst={!pageToken} onFirst={() => turnTo("")} onNext={next ? () => turnTo(next) : undefined} />
    </Page>
  );
}

function NewList({ school }: { school: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const make = async (displayName: string) => {
    const body = { displayName, memberIds: [], teacherIds: null, schedule: null };
    const { name } = await once(body, (requestId) =>
      answered(api.POST("/v1/schools/{school}/lists", { params: { path: { school }, query: { requestId } }, body })),
    );
    void queries.invalidateQueries({ queryKey: ["people", school, "lists"] });
    await navigate({ to: "/schools/$school/people/lists/$list", params: { school, list: idOf(name) } });
  };
  return <ListName label={t("people.lists.newName")} submit={t("people.lists.make")} onName={make} />;
}
