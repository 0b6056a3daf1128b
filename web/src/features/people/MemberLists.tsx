import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { type Column, DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { SectionFacts } from "./SectionFacts";
import { LISTS_OFFERED, listsQuery } from "./list-queries";

type List = Schemas["ListView"];

/** The classes and other lists that somebody is on, or teaches. */
export function MemberLists({ school, member }: { school: string; member: Schemas["MemberView"] }) {
  const { t } = useTranslation();
  const field = member.kind === "student" ? "member" : "teacher";
  const filter = `${field} = "${member.person}"`;
  const found = useQuery(listsQuery(useApi(), school, LISTS_OFFERED, "", filter));
  const title = t(`people.lists.of.${field}`);
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
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <DataTable
        label={title}
        columns={columns}
        rows={found.data?.lists}
        keyOf={({ name }) => name}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<Text c="dimmed">{t("people.lists.ofNone")}</Text>}
      />
    </section>
  );
}
