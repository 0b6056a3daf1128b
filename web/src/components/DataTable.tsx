import { Skeleton, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "./ErrorState";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** On a phone it stands below the row's first cell, with its title where that says more. */
  onPhone?: "below" | "below-with-title" | "column" | "left-out";
}

interface Props<Row> {
  /** What the table shows, for who can't see it. */
  label: string;
  columns: [Column<Row>, ...Column<Row>[]];
  /** undefined while it is being read. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  error?: unknown;
  onRetry: () => void;
  /** Stands there when there is no row. */
  empty: ReactNode;
  /** A new page is on its way: the rows that are there are those of before. */
  isStale?: boolean;
}

/** A list in its states: being read, failed, empty, and rows that a phone shows as well. */
export function DataTable<Row>(props: Props<Row>) {
  const { rows, error, onRetry, empty } = props;
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  if (!rows) return <Waiting />;
  if (rows.length === 0) return <>{empty}</>;
  return <Rows {...props} rows={rows} />;
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t("app.loading")}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={40} />
      ))}
    </Stack>
  );
}

function Rows<Row>({ label, columns, rows, keyOf, isStale }: Props<Row> & { rows: readonly Row[] }) {
  const [first, ...others] = columns;
  const below = others.filter(({ onPhone }) => onPhone?.startsWith("below"));
  return (
    <Table verticalSpacing="sm" aria-label={label} aria-busy={isStale} className={classes["table"]}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column.id} scope="col" {...shapeOf(column)}>
              {column.title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={keyOf(row)}>
            <Table.Th scope="row" fw={500} className={classes["cell"]}>
              {first.cell(row)}
              {below.map((column) => (
                <Text key={column.id} component="div" size="sm" fw={400} hiddenFrom="sm">
                  {column.onPhone === "below-with-title" && (
                    <Text component="span" size="sm" c="dimmed">
                      {column.title}:{" "}
                    </Text>
                  )}
                  {column.cell(row)}
                </Text>
              ))}
            </Table.Th>
            {others.map((column) => (
              <Table.Td key={column.id} {...shapeOf(column)}>
                {column.cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function shapeOf<Row>({ isNumber, onPhone }: Column<Row>) {
  const wideOnly = onPhone !== undefined && onPhone !== "column";
  return {
    ...(isNumber ? { ta: "right" as const } : {}),
    ...(wideOnly ? { visibleFrom: "sm" as const } : {}),
    className: classes["cell"] ?? "",
  };
}
