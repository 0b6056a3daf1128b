import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { Pager } from "@/components/Pager";
import { StateMessage } from "@/components/StateMessage";
import { gradeName } from "@/features/people/words";
import "./connect/texts";
import { type Run, type Unmatched, connectionsQuery, unmatchedQuery } from "./queries";
import { changedBy } from "./run-state";
import { recognizedBy, takesOver, unmatchedOf } from "./takeover-counts";

interface Props {
  school: string;
  run: Run;
}

/** How the people of the connection before were found again, and who of them was not; nothing for other runs. */
export function Takeover({ school, run }: Props) {
  const { t } = useTranslation();
  const name = useNameBefore(school, run);
  if (!takesOver(run)) return null;
  const left = unmatchedOf(run.counts);
  return (
    <Stack component="section" gap="sm" aria-labelledby="takeover">
      <Title order={2} size="h4" id="takeover">
        {t("takeover.title")}
      </Title>
      <Text maw={720}>{t("takeover.text", { name })}</Text>
      <Ways school={school} run={run} />
      {left > 0 && (
        <>
          <Text maw={720}>{t("takeover.unmatched", { count: left, name })}</Text>
          <WithoutRow school={school} run={run} />
        </>
      )}
    </Stack>
  );
}

/** What an approval ends; nothing for other runs. */
export function TakeoverEnds({ school, run }: Props) {
  const { t } = useTranslation();
  const name = useNameBefore(school, run);
  return takesOver(run) ? <Text mt="sm">{t("takeover.ends", { name })}</Text> : null;
}

/** What the connection before is called, as far as the person may know. */
function useNameBefore(school: string, run: Run): string {
  const { t } = useTranslation();
  const isKnown = useMay(school)("rosterConnections:get") && takesOver(run);
  const found = useQuery({ ...connectionsQuery(useApi(), school), enabled: isKnown });
  const all = found.data?.rosterConnections ?? [];
  const own = all.find(({ name }) => idOf(name) === run.connection);
  const before = all.find(({ name }) => idOf(name) === own?.migratesFrom);
  return before?.displayName || t("takeover.before");
}

function Ways({ school, run }: Props) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const added = changedBy(run.planned).find(({ change }) => change === "added")?.total ?? 0;
  const rows = [
    ...recognizedBy(run.counts).map(({ by, count }) => ({ key: by, count, search: { by } })),
    ...(added ? [{ key: "NEW", count: added, search: { verb: "ADD" } }] : []),
  ];
  const params = { school, run: idOf(run.name) };
  return (
    <Table maw={720} aria-labelledby="takeover">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("takeover.how")}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t("takeover.people")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, count, search }) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" fw={500}>
              <PageLink to="/schools/$school/rostering/runs/$run" params={params} search={search} hash="plan">
                {t(`takeover.by.${key}`)}
              </PageLink>
              <Text size="sm" c="dimmed" fw={400}>
                {t(`takeover.byHint.${key}`)}
              </Text>
            </Table.Th>
            <Table.Td ta="right">{number.format(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Those without a row, once somebody wants to see them. */
function WithoutRow({ school, run }: Props) {
  const { t } = useTranslation();
  const mayLook = useMay(school)("rosterRuns:plan");
  const [isOpen, setOpen] = useState(false);
  if (!mayLook) return null;
  return (
    <Stack gap="sm">
      <Group>
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
          {t(isOpen ? "takeover.hide" : "takeover.show")}
        </Button>
      </Group>
      {isOpen && <Names school={school} run={run} />}
    </Stack>
  );
}

function Names({ school, run }: Props) {
  const { t } = useTranslation();
  const [pageToken, setPageToken] = useState("");
  const found = useQuery(unmatchedQuery(useApi(), school, idOf(run.name), pageToken));
  const next = found.data?.nextPageToken;
  return (
    <>
      <DataTable<Unmatched>
        label={t("takeover.withoutRow")}
        columns={[
          { id: "who", title: t("rostering.plan.who"), cell: (one) => <Who one={one} /> },
          { id: "id", title: t("rostering.fields.id"), cell: ({ sisId }) => sisId, onPhone: "below-with-title" },
          { id: "grade", title: t("rostering.fields.grade"), cell: ({ grade }) => (grade ? gradeName(grade, t) : ""), onPhone: "left-out" },
        ]}
        rows={found.data?.people}
        keyOf={({ person }) => person}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<StateMessage title={t("rostering.plan.empty")} text={t("rostering.plan.emptyHint")} />}
      />
      <Pager
        isFirst={!pageToken}
        onFirst={() => setPageToken("")}
        onNext={next ? () => setPageToken(next) : undefined}
      />
    </>
  );
}

function Who({ one: { person, kind, firstName, lastName } }: { one: Unmatched }) {
  const { t } = useTranslation();
  return (
    <>
      {[lastName, firstName].filter(Boolean).join(", ") || person}
      <Text component="div" size="sm" c="dimmed" fw={400}>
        {t(`rostering.kind.${kind}`)}
      </Text>
    </>
  );
}
