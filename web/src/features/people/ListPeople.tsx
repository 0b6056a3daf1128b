import { Button, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { type Column, DataTable } from "@/components/DataTable";
import { StateBadge } from "@/components/StateBadge";
import { PageLink } from "@/components/links";
import { said } from "@/components/said";
import { tell } from "@/components/toasts";
import { PersonSelect } from "./PersonSelect";
import { useChangeList } from "./use-change-list";
import { MEANINGS, gradeName, nameOf } from "./words";

type Member = Schemas["MemberView"];

interface Props {
  school: string;
  list: string;
  /** The field of the list that names them. */
  field: "memberIds" | "teacherIds";
  title: string;
  /** All of them. */
  ids: readonly string[];
  /** Those who are shown. */
  people: readonly Member[] | undefined;
  isFitting: (member: Member) => boolean;
  mayChange: boolean;
  error: unknown;
  onRetry: () => void;
  empty: ReactNode;
}

/** People of a list, with the way to add and to take out. */
export function ListPeople({ school, list, field, title, ids, people, isFitting, mayChange, ...state }: Props) {
  const { t } = useTranslation();
  const titleId = useId();
  const change = useChangeListPeople(school, list, field);
  const others = (now: readonly string[], { person }: Member) => now.filter((one) => one !== person);
  const add = (member: Member) =>
    change((now) => [...others(now, member), member.person], t("people.lists.added", { name: nameOf(member) }));
  const remove = async (member: Member) => {
    await change((now) => others(now, member), t("people.lists.removed", { name: nameOf(member) }));
    // Their row, and the button in it, is gone.
    document.getElementById(titleId)?.focus();
  };
  const columns: [Column<Member>, ...Column<Member>[]] = [
    {
      id: "name",
      title: t("people.fields.name"),
      cell: (member) => (
        <PageLink fz="inherit" to="/schools/$school/people/$member" params={{ school, member: member.person }}>
          {nameOf(member)}
        </PageLink>
      ),
    },
    {
      id: "kind",
      title: t("people.fields.kind"),
      cell: ({ grade, kind }) => gradeName(grade, t) || t(`people.kinds.${kind}`),
      onPhone: "below",
    },
    {
      id: "state",
      title: t("people.fields.state"),
      cell: ({ state: is }) => <StateBadge meaning={MEANINGS[is]} label={t(`people.states.${is}`)} />,
      onPhone: "below",
    },
  ];
  if (mayChange) {
    columns.push({
      id: "remove",
      title: t("people.lists.act"),
      cell: (member) => (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t("people.lists.removeOne", { name: nameOf(member) })}
          onClick={() => void remove(member)}
        >
          {t("people.lists.remove")}
        </Button>
      ),
    });
  }
  return (
    <Stack component="section" gap="sm" aria-labelledby={titleId}>
      <Title order={2} size="h4" id={titleId} tabIndex={-1}>
        {title}
      </Title>
      {mayChange && (
        <PersonSelect
          school={school}
          label={t(`people.lists.add.${field}`)}
          isFitting={(member) => isFitting(member) && !ids.includes(member.person)}
          onChoose={(member) => void add(member)}
        />
      )}
      <DataTable label={title} columns={columns} rows={people} keyOf={({ person }) => person} {...state} />
    </Stack>
  );
}

/** Changes who is named by a field, and says what it came to. */
function useChangeListPeople(school: string, list: string, field: Props["field"]) {
  const { t } = useTranslation();
  const change = useChangeList(school, list);
  return async (next: (now: readonly string[]) => string[], done: string) => {
    try {
      await change((now) => ({ [field]: next(now[field] ?? []) }));
      tell(done);
    } catch (error) {
      tell(said(error, t));
    }
  };
}
