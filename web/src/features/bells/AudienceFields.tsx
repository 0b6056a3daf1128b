import { Group, MultiSelect, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { LISTS_OFFERED, listsQuery } from "@/features/people/list-queries";
import { GRADES } from "@/features/people/people-search";
import { gradeName } from "@/features/people/words";
import type { Pattern } from "./calendar-parts";
import { useEditor } from "./editor";

const WHO = ["everybody", "grades", "lists"] as const;
type Who = (typeof WHO)[number];

interface Props {
  pattern: Pattern;
  onChange: (changed: Partial<Pattern>) => void;
}

/** Whom a rule is for: everybody, students of some grades, or those on some lists. */
export function AudienceFields({ pattern, onChange }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Who>("everybody");
  const who: Who = pattern.listIds.length ? "lists" : pattern.grades.length ? "grades" : asked;
  const choose = (chosen: Who) => {
    setAsked(chosen);
    // Of the other one nothing stays that is no longer seen.
    onChange({ ...(chosen === "grades" ? {} : { grades: [] }), ...(chosen === "lists" ? {} : { listIds: [] }) });
  };
  return (
    <Group align="flex-start">
      <NativeSelect
        label={t("bells.forWhom")}
        value={who}
        data={WHO.map((value) => ({ value, label: t(`bells.who.${value}`) }))}
        onChange={({ currentTarget }) => choose(currentTarget.value as Who)}
        w={{ base: "100%", xs: 280 }}
      />
      {who === "grades" && (
        <MultiSelect
          label={t("bells.grades")}
          data={GRADES.map((value) => ({ value, label: gradeName(value, t) }))}
          value={pattern.grades}
          onChange={(grades) => onChange({ grades })}
          w={{ base: "100%", xs: 360 }}
        />
      )}
      {who === "lists" && <Lists value={pattern.listIds} onChange={(listIds) => onChange({ listIds })} />}
    </Group>
  );
}

function Lists({ value, onChange }: { value: string[]; onChange: (lists: string[]) => void }) {
  const { t } = useTranslation();
  const { school } = useEditor();
  const found = useQuery(listsQuery(useApi(), school, LISTS_OFFERED)).data?.lists ?? [];
  const offered = found.map(({ name, displayName }) => ({ value: idOf(name), label: displayName }));
  const others = value.filter((id) => !offered.some((one) => one.value === id)).map((id) => ({ value: id, label: id }));
  return (
    <MultiSelect
      label={t("bells.lists")}
      data={[...offered, ...others]}
      value={value}
      maxValues={20}
      searchable
      nothingFoundMessage={t("bells.noList")}
      onChange={onChange}
      w={{ base: "100%", xs: 360 }}
    />
  );
}
