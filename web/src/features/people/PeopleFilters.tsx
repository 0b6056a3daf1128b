import { Button, NativeSelect, SimpleGrid, Stack } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { SearchField } from "@/components/SearchField";
import { LISTS_OFFERED, listQuery, listsQuery } from "./list-queries";
import { GRADES, KINDS, type PeopleSearch, SOUGHT_ROLES, STATES, peopleSearch, soughtIn } from "./people-search";
import { gradeName } from "./words";

interface Props {
  school: string;
  search: PeopleSearch;
  sought: string;
  onFilter: (search: PeopleSearch) => void;
  onSeek: (text: string) => void;
}

/** What is typed to find somebody, and the filters beside it. */
export function PeopleFilters({ school, search, sought, onFilter, onSeek }: Props) {
  const { t } = useTranslation();
  // A phone shows people first, and the filters when they are asked for.
  const isWide = useMediaQuery("(min-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [isOpen, { toggle }] = useDisclosure(false);
  const count = Object.keys(search).length;
  const choices = [
    { field: "kind", known: KINDS, name: (value: string) => t(`people.kinds.${value}`) },
    { field: "role", known: SOUGHT_ROLES, name: (value: string) => t(`roles.${value}`) },
    { field: "grade", known: GRADES, name: (value: string) => gradeName(value, t) },
  ] as const;
  return (
    <Stack component="search" gap="sm">
      <SearchField
        label={t("people.find")}
        description={t("people.findHint")}
        maxLength={100}
        sought={sought}
        soughtIn={soughtIn}
        onSeek={onSeek}
      />
      {!isWide && (
        <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
          {count ? t("people.filtersOn", { number: count }) : t("people.filters")}
        </Button>
      )}
      {(isWide || isOpen) && (
        <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
          {choices.map(({ field, known, name }) => (
            <NativeSelect
              key={field}
              label={t(`people.fields.${field}`)}
              data={[{ value: "", label: t("app.all") }, ...known.map((value) => ({ value, label: name(value) }))]}
              value={search[field] ?? ""}
              onChange={({ currentTarget }) => onFilter(peopleSearch({ ...search, [field]: currentTarget.value }))}
            />
          ))}
          <NativeSelect
            label={t("people.fields.state")}
            data={["", ...STATES].map((value) => ({ value, label: t(`people.shown.${value || "ACTIVE"}`) }))}
            value={search.state ?? ""}
            onChange={({ currentTarget }) => onFilter(peopleSearch({ ...search, state: currentTarget.value }))}
          />
          <OfList school={school} search={search} onFilter={onFilter} />
        </SimpleGrid>
      )}
    </Stack>
  );
}

function OfList({ school, search, onFilter }: Pick<Props, "school" | "search" | "onFilter">) {
  const { t } = useTranslation();
  const mayRead = useMay(school)("lists:get");
  const api = useApi();
  const { data: offered } = useQuery({ ...listsQuery(api, school, LISTS_OFFERED), enabled: mayRead });
  const isOffered = offered?.lists.some(({ name }) => idOf(name) === search.list);
  const chosen = search.list ?? "";
  const { data: other } = useQuery({ ...listQuery(api, school, chosen), enabled: chosen !== "" && isOffered === false });
  const lists = [...(offered?.lists ?? []), ...(other ? [other] : [])];
  if (lists.length === 0) return null;
  return (
    <NativeSelect
      label={t("people.fields.list")}
      data={[
        { value: "", label: t("app.all") },
        ...lists.map(({ name, displayName }) => ({ value: idOf(name), label: displayName })),
      ]}
      value={chosen}
      onChange={({ currentTarget }) => onFilter(peopleSearch({ ...search, list: currentTarget.value }))}
    />
  );
}
