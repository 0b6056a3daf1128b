import { Button, Group } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/permissions";
import { type Column, DataTable } from "@/components/DataTable";
import { StateBadge } from "@/components/StateBadge";
import { StateMessage } from "@/components/StateMessage";
import { PageLink } from "@/components/links";
import { MEANINGS, gradeName, nameOf } from "./words";

type Member = Schemas["MemberView"];

interface Props {
  school: string;
  members: readonly Member[] | undefined;
  isStale: boolean;
  error: unknown;
  onRetry: () => void;
  /** Shows everybody again; there where the list is narrowed. */
  onClear: (() => void) | undefined;
}

/** A page of people, with what stands there when there is nobody. */
export function PeopleTable({ school, members, onClear, ...state }: Props) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t("people.title")}
      columns={columnsOf(school, t)}
      rows={members}
      keyOf={({ person }) => person}
      empty={onClear ? <NobodyFits onClear={onClear} /> : <NobodyYet school={school} />}
      {...state}
    />
  );
}

function columnsOf(school: string, t: TFunction): [Column<Member>, ...Column<Member>[]] {
  const said = (id: string) => ({ id, title: t(`people.fields.${id}`) });
  return [
    { ...said("name"), cell: (member) => <NameLink school={school} member={member} /> },
    { ...said("kind"), cell: ({ kind }) => t(`people.kinds.${kind}`), onPhone: "left-out" },
    { ...said("role"), cell: ({ role }) => t(`roles.${role}`), onPhone: "below" },
    { ...said("grade"), cell: ({ grade }) => gradeName(grade, t), onPhone: "below" },
    {
      ...said("state"),
      cell: ({ state }) => <StateBadge meaning={MEANINGS[state]} label={t(`people.states.${state}`)} />,
    },
  ];
}

function NameLink({ school, member }: { school: string; member: Member }) {
  const { t } = useTranslation();
  return (
    <>
      <PageLink to="/schools/$school/people/$member" params={{ school, member: member.person }} fz="inherit">
        {nameOf(member)}
      </PageLink>
      {member.isTest && ` (${t("people.test")})`}
    </>
  );
}

function NobodyYet({ school }: { school: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  return (
    <StateMessage title={t("people.nobody")} text={t("people.nobodyHint")}>
      <Group>
        {may("rosterRuns:get") && (
          <PageLink to="/schools/$school/rostering" params={{ school }}>
            {t("people.toRostering")}
          </PageLink>
        )}
        {may("members:create") && (
          <PageLink to="/schools/$school/people/new" params={{ school }}>
            {t("people.add")}
          </PageLink>
        )}
      </Group>
    </StateMessage>
  );
}

function NobodyFits({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <StateMessage title={t("people.nobodyFits")} text={t("people.nobodyFitsHint")}>
      <Button variant="default" onClick={onClear}>
        {t("people.clear")}
      </Button>
    </StateMessage>
  );
}
