import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "./queries";
import { KINDS, OF_CLASSES, changedBy } from "./run-state";

const COUNTED = [...KINDS, ...OF_CLASSES];

/** People and classes by change and kind. */
export function Changed({ counts, none }: { counts: Run["counts"]; none: string }) {
  const { t, i18n } = useTranslation();
  const rows = changedBy(counts, COUNTED);
  const kinds = COUNTED.filter((kind) => rows.some(({ byKind }) => byKind[kind]));
  if (rows.length === 0) return <Text c="dimmed">{none}</Text>;
  const number = (count: number) => count.toLocaleString(i18n.language);
  return (
    <Table withRowBorders maw={640} horizontalSpacing={4} aria-label={t("rostering.run.changes")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("rostering.run.change")}</Table.Th>
          {kinds.map((kind) => (
            <Table.Th key={kind} scope="col" ta="right" style={{ hyphens: "auto", overflowWrap: "anywhere" }}>
              {t(`rostering.kinds.${kind}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ change, byKind }) => (
          <Table.Tr key={change}>
            <Table.Th scope="row" fw={500}>
              {t(`rostering.changes.${change}`)}
            </Table.Th>
            {kinds.map((kind) => (
              <Table.Td key={kind} ta="right">
                {number(byKind[kind] ?? 0)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
