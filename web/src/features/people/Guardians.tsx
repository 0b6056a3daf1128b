import { Anchor, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { type Column, DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { Invitation } from "@/features/invitations/Invitation";
import { guardiansQuery } from "./queries";
import { nameOf } from "./words";

type Guardian = Schemas["GuardianView"];

/** Whom a student's family is reached by, and who else of the school belongs to them. */
export function Guardians({ school, member }: { school: string; member: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const found = useQuery(guardiansQuery(useApi(), school, member));
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {t("people.guardians")}
      </Title>
      <DataTable
        label={t("people.guardians")}
        columns={columnsOf(school, member, t, may("guardians:invite"))}
        rows={found.data?.guardians}
        keyOf={({ name }) => name}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<Text c="dimmed">{t("people.guardiansNone")}</Text>}
      />
    </section>
  );
}

function columnsOf(
  school: string,
  member: string,
  t: TFunction,
  mayInvite: boolean,
): [Column<Guardian>, ...Column<Guardian>[]] {
  const invitation: Column<Guardian> = {
    id: "invitation",
    title: t("invitations.column"),
    cell: ({ name, email }) => <Invitation invitee={{ school, sort: "guardian", id: idOf(name) }} email={email} />,
    onPhone: "below",
  };
  return [
    {
      id: "email",
      title: t("people.fields.email"),
      cell: ({ email }) => (email ? <Anchor fz="inherit" href={`mailto:${email}`}>{email}</Anchor> : "–"),
    },
    {
      id: "phone",
      title: t("people.fields.phone"),
      cell: ({ phone }) => phone && <Anchor fz="inherit" href={`tel:${phone}`}>{phone}</Anchor>,
      onPhone: "below",
    },
    {
      id: "children",
      title: t("people.siblings"),
      cell: ({ children }) => <Siblings school={school} member={member} of={children} />,
      onPhone: "below-with-title",
    },
    ...(mayInvite ? [invitation] : []),
  ];
}

function Siblings({ school, member, of }: { school: string; member: string; of: Guardian["children"] }) {
  const others = of.map((child) => ({ ...child, id: idOf(child.member) })).filter(({ id }) => id !== member);
  if (!others.length) return <>–</>;
  return others.map((child, place) => (
    <span key={child.id}>
      {place > 0 && ", "}
      <PageLink fz="inherit" to="/schools/$school/people/$member" params={{ school, member: child.id }}>
        {nameOf(child)}
      </PageLink>
    </span>
  ));
}
