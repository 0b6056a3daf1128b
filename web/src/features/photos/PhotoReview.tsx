import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/components/DataTable";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { said } from "@/components/said";
import { gradeName, nameOf } from "@/features/people/words";
import { type Row, inOrder } from "./photo-rows";

const MEANINGS: Record<Row["state"], Meaning> = { READY: "waiting", SAVED: "done", FAILED: "refused", NOBODY: "refused", SEVERAL: "refused" };

/** Whose photo each file is, what stands in its way first. */
export function PhotoReview({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const columns: [Column<Row>, ...Column<Row>[]] = [
    { id: "file", title: t("photos.file"), cell: ({ file }) => file.fileName },
    {
      id: "person",
      title: t("photos.person"),
      cell: ({ member }) => (member ? [nameOf(member), gradeName(member.grade, t)].filter(Boolean).join(" · ") : "–"),
      onPhone: "below",
    },
    { id: "state", title: t("photos.state"), cell: (row) => <State row={row} />, onPhone: "below" },
  ];
  return (
    <Stack gap="sm">
      <Text aria-live="polite">{t("photos.found", { count: rows.length, fitting: rows.filter(({ member }) => member).length })}</Text>
      <DataTable
        label={t("photos.title")}
        columns={columns}
        rows={inOrder(rows)}
        keyOf={({ key }) => key}
        onRetry={() => undefined}
        empty={null}
      />
    </Stack>
  );
}

function State({ row }: { row: Row }) {
  const { t } = useTranslation();
  const why = row.error === undefined ? "" : said(row.error, t);
  return (
    <>
      <StateBadge meaning={MEANINGS[row.state]} label={t(`photos.states.${row.state}`)} />{" "}
      {row.state === "FAILED" && <Text component="span">{why || t("photos.unreadable")}</Text>}
      {row.state === "READY" && row.member?.photo && <Text component="span">{t("photos.replaces")}</Text>}
    </>
  );
}
