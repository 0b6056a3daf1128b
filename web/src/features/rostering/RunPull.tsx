import { Alert, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { useCodes } from "./codes";
import "./pull-texts";
import type { Run } from "./queries";

/** Why the system gives nothing for now, since when, and until when it is asked again. */
export function PullTrouble({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const told = useCodes();
  const zone = useZone(school);
  const trouble = run.pull?.trouble;
  if (!trouble) return null;
  // The times change with each try; only the reason is said aloud.
  const reason = <span role="alert">{told(trouble.code)?.meaning ?? trouble.code}</span>;
  return (
    <Alert role="group" color="yellow" variant="outline" maw={720} icon={<IconAlertTriangle aria-hidden />} title={reason}>
      <Text size="sm">
        {t("pull.askedLast")} <When time={trouble.time} zone={zone} />
      </Text>
      <Text size="sm">
        {t("pull.askedUntil")} <When time={trouble.lastTime} zone={zone} />
      </Text>
      <Text size="sm">{t("pull.kept")}</Text>
    </Alert>
  );
}

/** How much of each collection has come from the system, while it comes and afterwards. */
export function RunPull({ school, run }: { school: string; run: Run }) {
  const { t, i18n } = useTranslation();
  const collections = run.pull?.collections ?? [];
  const absent = run.pull?.absent ?? [];
  const since = run.pull?.changesSince;
  const zone = useZone(school);
  if (collections.length === 0) return null;
  const number = new Intl.NumberFormat(i18n.language);
  const name = (collection: string) => t(`pull.collections.${collection as "users"}`);
  return (
    <Stack component="section" gap="sm" aria-labelledby="pull">
      <Title order={2} size="h4" id="pull">
        {t("pull.title")}
      </Title>
      <Table maw={480} withRowBorders={false} aria-labelledby="pull">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("pull.collection")}</Table.Th>
            <Table.Th style={{ textAlign: "end" }}>{t("pull.records")}</Table.Th>
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
                    ? t("pull.of", { records: number.format(records), total: number.format(total) })
                    : number.format(records)}
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {since && (
        <Text size="sm">
          {t("pull.since")}: <When time={since} zone={zone} />
        </Text>
      )}
      {absent.length > 0 && (
        <Text size="sm">
          {t("pull.absent")}: {absent.map(name).join(", ")}
        </Text>
      )}
    </Stack>
  );
}
