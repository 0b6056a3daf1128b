import { Button, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { type Column, DataTable } from "@/components/DataTable";
import { SearchField } from "@/components/SearchField";
import { StateMessage } from "@/components/StateMessage";
import { PageLink } from "@/components/links";
import { More } from "./More";
import { byName, found as foundIn, isByHand, namesOf } from "./classes";
import type { SchoolClass, Term } from "./queries";

const SHOWN = 50;
const LONGEST = 100;

interface Props {
  school: string;
  found: UseQueryResult<SchoolClass[]>;
  terms: readonly Term[];
}

/** Every class with its periods, its room and its terms; found by any of them. */
export function Classes({ school, found, terms }: Props) {
  const { t, i18n } = useTranslation();
  const [sought, setSought] = useState("");
  const [only, setOnly] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const names = namesOf(terms);
  const kept = found.data?.filter((one) => only === "" || isByHand(one));
  const fitting = kept && byName(foundIn(kept, sought, names), i18n.language);
  const clear = () => {
    setSought("");
    setOnly("");
  };
  const isEmpty = found.data?.length === 0;
  return (
    <Stack component="section" gap="md" aria-labelledby="classes">
      <Title order={2} size="h4" id="classes">
        {t("terms.classes")}
      </Title>
      {!isEmpty && (
        <SimpleGrid component="search" cols={{ base: 1, sm: 2 }} maw={720}>
          <SearchField
            label={t("terms.find")}
            description={t("terms.findHint")}
            maxLength={LONGEST}
            sought={sought}
            soughtIn={(typed) => typed.trim()}
            onSeek={setSought}
          />
          <NativeSelect
            label={t("terms.show")}
            description={t("terms.showHint")}
            data={[
              { value: "", label: t("app.all") },
              { value: "hand", label: t("terms.onlyByHand") },
            ]}
            value={only}
            onChange={({ currentTarget }) => setOnly(currentTarget.value)}
          />
        </SimpleGrid>
      )}
      <Text aria-live="polite" c="dimmed" size="sm">
        {fitting && !isEmpty ? t("terms.count", { count: fitting.length, formatted: fitting.length.toLocaleString(i18n.language) }) : ""}
      </Text>
      <ClassesTable
        school={school}
        rows={fitting?.slice(0, shown)}
        terms={names}
        found={found}
        empty={isEmpty ? <StateMessage title={t("terms.noClass")} text={t("terms.noClassHint")} /> : <NothingFits onClear={clear} />}
      />
      {fitting && <More shown={shown} count={fitting.length} onMore={() => setShown(shown + SHOWN)} />}
    </Stack>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <StateMessage title={t("terms.nothingFits")} text={t("terms.nothingFitsHint")}>
      <Button variant="default" onClick={onClear}>
        {t("terms.clear")}
      </Button>
    </StateMessage>
  );
}

interface TableProps {
  school: string;
  rows: readonly SchoolClass[] | undefined;
  terms: ReadonlyMap<string, string>;
  found: UseQueryResult<SchoolClass[]>;
  empty: React.ReactNode;
}

function ClassesTable({ school, rows, terms, found, empty }: TableProps) {
  const { t } = useTranslation();
  const columns: [Column<SchoolClass>, ...Column<SchoolClass>[]] = [
    {
      id: "name",
      title: t("terms.class"),
      cell: ({ name, displayName }) => (
        <PageLink fz="inherit" to="/schools/$school/people/lists/$list" params={{ school, list: idOf(name) }}>
          {displayName}
        </PageLink>
      ),
    },
    {
      id: "periods",
      title: t("terms.periods"),
      cell: ({ schedule, periodsByHand }) => <Set value={schedule.periodsRaw} isByHand={periodsByHand != null} />,
      onPhone: "below-with-title",
    },
    {
      id: "room",
      title: t("terms.room"),
      cell: ({ schedule, roomByHand }) => <Set value={schedule.room} isByHand={roomByHand != null} />,
      onPhone: "below-with-title",
    },
    {
      id: "terms",
      title: t("terms.term"),
      cell: ({ schedule }) => <TermNames ids={schedule.termIds} terms={terms} />,
      onPhone: "below-with-title",
    },
    {
      id: "kept",
      title: t("terms.keptBy"),
      cell: ({ kind }) => t(kind === "MANUAL" ? "terms.byHand" : "terms.byRoster"),
      onPhone: "below-with-title",
    },
  ];
  return (
    <DataTable
      label={t("terms.classes")}
      columns={columns}
      rows={rows}
      keyOf={({ name }) => name}
      error={found.error}
      onRetry={() => void found.refetch()}
      empty={empty}
    />
  );
}

/** What counts, and that it isn't the roster's. */
function Set({ value, isByHand: byHand }: { value: string; isByHand: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {value || "–"}
      {byHand && (
        <Text component="span" size="sm" c="dimmed">
          {" · "}
          {t("terms.setByHand")}
        </Text>
      )}
    </>
  );
}

function TermNames({ ids, terms }: { ids: readonly string[]; terms: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  if (ids.length === 0) return <>{t("terms.wholeYear")}</>;
  return <>{ids.map((id) => terms.get(id) ?? t("terms.gone")).join(", ")}</>;
}
