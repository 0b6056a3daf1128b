import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { ConfirmAct } from "@/components/ConfirmAct";
import { type Column, DataTable } from "@/components/DataTable";
import { StateMessage } from "@/components/StateMessage";
import { tell } from "@/components/toasts";
import { useNow } from "@/components/use-now";
import { useZone } from "@/features/schools/zone";
import { TermForm } from "./TermForm";
import { YearPicture } from "./YearPicture";
import { type Term, termsQuery } from "./queries";
import { dayIn, dayInWords } from "@/components/days";
import { daysOf, yearOf } from "./year";

interface Props {
  school: string;
  found: UseQueryResult<Term[]>;
  mayEdit: boolean;
}

/** The terms of the school: a picture of the year, the same as a table, and a form for those that people keep. */
export function Terms({ school, found, mayEdit }: Props) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Term | "new">();
  const title = useRef<HTMLHeadingElement>(null);
  const today = dayIn(useZone(school), useNow());
  const year = yearOf(found.data ?? [], today);
  const done = () => {
    setEdited(undefined);
    title.current?.focus();
  };
  return (
    <Stack component="section" gap="md" aria-labelledby="terms">
      <Title order={2} size="h4" id="terms" tabIndex={-1} ref={title}>
        {t("terms.terms")}
      </Title>
      {year && <YearPicture year={year} />}
      <TermsTable school={school} found={found} onEdit={mayEdit ? setEdited : undefined} onGone={done} />
      {mayEdit && edited === undefined && (
        <Group>
          <Button variant="default" onClick={() => setEdited("new")}>
            {t("terms.add")}
          </Button>
        </Group>
      )}
      {edited !== undefined && (
        <TermForm key={edited === "new" ? "new" : edited.etag} school={school} term={edited === "new" ? undefined : edited} onDone={done} />
      )}
    </Stack>
  );
}

interface TableProps {
  school: string;
  found: UseQueryResult<Term[]>;
  /** None where the person may only look. */
  onEdit: ((term: Term) => void) | undefined;
  onGone: () => void;
}

function TermsTable({ school, found, onEdit, onGone }: TableProps) {
  const { t, i18n } = useTranslation();
  const columns: [Column<Term>, ...Column<Term>[]] = [
    { id: "name", title: t("terms.name"), cell: ({ displayName }) => displayName },
    { id: "type", title: t("terms.type"), cell: ({ termType }) => <TermType type={termType} />, onPhone: "below" },
    { id: "days", title: t("terms.days"), cell: (term) => <Days term={term} language={i18n.language} />, onPhone: "below" },
    { id: "kept", title: t("terms.keptBy"), cell: ({ byHand }) => t(byHand ? "terms.byHand" : "terms.byRoster"), onPhone: "below" },
  ];
  if (onEdit && found.data?.some(({ byHand }) => byHand)) {
    columns.push({
      id: "act",
      title: t("terms.act"),
      cell: (term) => term.byHand && <Acts school={school} term={term} onEdit={onEdit} onGone={onGone} />,
    });
  }
  return (
    <DataTable
      label={t("terms.terms")}
      columns={columns}
      rows={found.data}
      keyOf={({ name }) => name}
      error={found.error}
      onRetry={() => void found.refetch()}
      empty={<StateMessage title={t("terms.none")} text={t(onEdit ? "terms.noneHint" : "terms.noneHintLook")} />}
    />
  );
}

function TermType({ type }: { type: string }) {
  const { t } = useTranslation();
  return <>{t(`terms.types.${type}`, { defaultValue: type })}</>;
}

function Days({ term, language }: { term: Term; language: string }) {
  const { t } = useTranslation();
  const days = daysOf(term);
  if (!days) return <Text component="span" c="dimmed" inherit>{t("terms.daysUnknown")}</Text>;
  const said = (day: string) => dayInWords(language, day, { dateStyle: "medium" });
  return <>{t("terms.fromTo", { first: said(days.first), last: said(days.last) })}</>;
}

function Acts({ school, term, onEdit, onGone }: { school: string; term: Term; onEdit: (term: Term) => void; onGone: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const about = { name: term.displayName };
  const remove = async () => {
    const params = { path: { school, term: idOf(term.name) }, query: { etag: term.etag } };
    await answered(api.DELETE("/v1/schools/{school}/terms/{term}", { params }));
    await queries.invalidateQueries({ queryKey: termsQuery(api, school).queryKey });
    tell(t("terms.deleted", about));
    onGone();
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Button variant="default" aria-label={t("terms.editOne", about)} onClick={() => onEdit(term)}>
        {t("terms.edit")}
      </Button>
      <ConfirmAct label={t("terms.delete")} ariaLabel={t("terms.deleteOne", about)} title={t("terms.deleteTitle", about)} act={remove} isDestructive>
        {t("terms.deleteHint")}
      </ConfirmAct>
    </Group>
  );
}
