import { Button, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { type AuditSearch, auditSearch } from "./audit-search";
import { PersonFilter } from "./PersonFilter";
import { GROUPS, type Log, verbName, verbsOf } from "./verbs";

interface Props {
  school: string | undefined;
  search: AuditSearch;
  onFilter: (search: AuditSearch) => void;
}

/** Whom, what, who and when; of the district's entries what and when, since people are looked for in a school. */
export function AuditFilters({ school, search, onFilter }: Props) {
  const { t } = useTranslation();
  // A phone shows what happened first, and the filters when they are asked for.
  const isWide = useMediaQuery("(min-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [isOpen, { toggle }] = useDisclosure(false);
  const count = Object.keys(search).length;
  const change = (field: keyof AuditSearch, value: string) => onFilter(auditSearch({ ...search, [field]: value }));
  return (
    <Stack component="search" gap="sm">
      {!isWide && (
        <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
          {count ? t("people.filtersOn", { number: count }) : t("people.filters")}
        </Button>
      )}
      {(isWide || isOpen) && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {school !== undefined && (
            <>
              <PersonFilter school={school} field="person" person={search.person} onChange={change} />
              <PersonFilter school={school} field="by" person={search.by} onChange={change} />
            </>
          )}
          <What log={school === undefined ? "district" : "school"} verb={search.verb} onChange={change} />
          <SimpleGrid cols={2} spacing="sm">
            {(["from", "to"] as const).map((field) => (
              <TextInput
                key={field}
                type="date"
                label={t(`audit.filters.${field}`)}
                value={search[field] ?? ""}
                onChange={({ currentTarget }) => change(field, currentTarget.value)}
              />
            ))}
          </SimpleGrid>
        </SimpleGrid>
      )}
    </Stack>
  );
}

interface WhatProps {
  log: Log;
  verb: AuditSearch["verb"];
  onChange: (field: "verb", value: string) => void;
}

function What({ log, verb, onChange }: WhatProps) {
  const { t } = useTranslation();
  const groups = GROUPS.map((group) => ({
    group: t(`audit.groups.${group}`),
    items: verbsOf(group, log).map((each) => ({ value: each, label: verbName(each, t) })),
  })).filter(({ items }) => items.length > 0);
  return (
    <NativeSelect
      label={t("audit.filters.verb")}
      data={[{ value: "", label: t("app.all") }, ...groups]}
      value={verb ?? ""}
      onChange={({ currentTarget }) => onChange("verb", currentTarget.value)}
    />
  );
}
