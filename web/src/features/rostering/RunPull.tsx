import { Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import type { Run } from "./queries";

/** How much of each collection has come from the system, while it comes and afterwards. */
export function RunPull({ school, run }: { school: string; run: Run }) {
  const { t, i18n } = useTranslation();
  const collections = run.pull?.collections ?? [];
  const absent = run.pull?.absent ?? [];
  const since = run.pull?.changesSince;
  const zone = useZone(school);
  if (collections.length === 0) return null;
  const number = new Intl.NumberFormat(i18n.language);
  const name = (collection: string) => t(`rostering.pull.collections.${collection as "users"}`);
  return (
    <Stack component="section" gap="sm" aria-labelledby="pull">
      <Title order={2} size="h4" id="pull">
        {t("rostering.pull.title")}
      </Title>
      <Table maw={480} withRowBorders={false} aria-labelledby="pull">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("rostering.pull.collection")}</Table.Th>
            <Table.Th style={{ textAlign: "end" }}>{t("rostering.pull.records")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {collections
            .filter(({ collection }) => !absent.includes(collection))
            .map(({ collection, records, total }) => (
              <Table.Tr key={collection}>
                <Table.Td>
                  {name(collection)}
                  {run.state === "PULLING" && total ? (
                    <Progress value={(100 * records) / total} color="var(--running)" size="sm" aria-label={name(collection)} />
                  ) : null}
                </Table.Td>
                <Table.Td style={{ textAlign: "end" }}>
                  {total && total > records
                    ? t("rostering.pull.of", { records: number.format(records), total: number.format(total) })
                    : number.format(records)}
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {since && (
        <Text size="sm">
          {t("rostering.pull.since")}: <When time={since} zone={zone} />
        </Text>
      )}
      {absent.length > 0 && (
        <Text size="sm">
          {t("rostering.pull.absent")}: {absent.map(name).join(", ")}
        </Text>
      )}
    </Stack>
  );
}
