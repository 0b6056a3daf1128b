import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { type PeopleSearch, filterOf, soughtIn } from "./people-search";
import { membersQuery } from "./queries";
import { gradeName, nameOf } from "./words";

type Member = Schemas["MemberView"];
const SETTLE_MS = 300;

interface Props {
  school: string;
  label: string;
  /** Whom to look among; those who are active unless it says otherwise. */
  among?: PeopleSearch;
  /** Who of them may be chosen. */
  isFitting: (member: Member) => boolean;
  onChoose: (member: Member) => void;
}

/** Finds somebody of the school by what is typed, to be chosen. */
export function PersonSelect({ school, label, among = {}, isFitting, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(soughtIn(typed), SETTLE_MS);
  const asked = { search, filter: filterOf(among), pageToken: "" };
  const found = useQuery({ ...membersQuery(useApi(), school, asked), enabled: search !== "" });
  const people = search ? (found.data?.members ?? []).filter(isFitting) : [];
  return (
    <Select
      searchable
      label={label}
      description={t("people.findHint")}
      maw={480}
      data={people.map((member) => ({ value: member.person, label: choiceOf(member, t) }))}
      filter={({ options }) => options}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(person) => {
        const member = people.find((one) => one.person === person);
        if (member) onChoose(member);
        setTyped("");
      }}
      comboboxProps={{ withinPortal: false }}
      {...(search && found.isSuccess && !found.isPlaceholderData ? { nothingFoundMessage: t("people.nobodyFits") } : {})}
    />
  );
}

/** Two of the same name are told apart by what else is known. */
function choiceOf(member: Member, t: ReturnType<typeof useTranslation>["t"]): string {
  return [nameOf(member), gradeName(member.grade, t) || t(`people.kinds.${member.kind}`)].join(" · ");
}
