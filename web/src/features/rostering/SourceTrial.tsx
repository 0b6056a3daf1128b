import { Alert, Button, Group, List, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import { useCodes } from "./codes";
import { SchoolChoice } from "./SchoolChoice";
import type { PartProps } from "./use-save";

type Trial = Schemas["SourceTrialView"];
type Problem = Schemas["SourceProblem"];

/** Asks the system who it is and what it has, and says so, or what is wrong and what to do. */
export function SourceTrial({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const api = useApi();
  // What was found counts for the address and the key that were asked with.
  const about = JSON.stringify(connection.apiSource);
  const [last, setLast] = useState<{ about: string; found: Trial } | null>(null);
  const found = last && last.about === about ? last.found : null;
  const isReady = Boolean(connection.apiSource?.clientId && connection.apiSource.hasSecret);
  const { run, isBusy, failure } = useAct(async () => {
    const path = { school, connection: idOf(connection.name) };
    setLast(null);
    const answer = await answered(
      api.POST("/v1/schools/{school}/rosterConnections/{connection}:test", { params: { path }, body: {} }),
    );
    setLast({ about, found: answer });
  });
  if (!mayEdit) return null;
  return (
    <Stack component="section" gap="md" aria-labelledby="trial">
      <Title order={2} size="h4" id="trial">
        {t("rostering.trial.title")}
      </Title>
      <Text size="sm">{t(isReady ? "rostering.trial.hint" : "rostering.trial.notReady")}</Text>
      <Group>
        <Button variant="default" onClick={() => void run()} loading={isBusy} disabled={!isReady}>
          {t("rostering.trial.run")}
        </Button>
      </Group>
      <Failure text={failure} />
      <div aria-live="polite">
        {found && <Result found={found} own={{ school, connection, mayEdit }} />}
      </div>
    </Stack>
  );
}

function Result({ found, own }: { found: Trial; own: PartProps }) {
  const { t } = useTranslation();
  const version = t(`rostering.source.versions.${found.version}`);
  const problems = found.problems.filter((problem) => !isSettled(problem, found, own.connection.schoolSourcedId));
  return (
    <Stack gap="md">
      {found.isWorking && (
        <Alert
          color="teal"
          variant="outline"
          icon={<IconCheck aria-hidden />}
          title={t("rostering.trial.works")}
        >
          {found.version !== "AUTO" && <Text size="sm">{t("rostering.trial.version", { version })}</Text>}
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {found.baseUrl}
          </Text>
        </Alert>
      )}
      {problems.length > 0 && <Problems problems={problems} isWorking={found.isWorking} />}
      {found.schools.length > 0 && <SchoolChoice schools={found.schools} own={own} />}
      {found.collections.length > 0 && <Collections collections={found.collections} />}
    </Stack>
  );
}

/** Which school it is, was asked for, and has been said since. */
function isSettled({ code }: Problem, { schools }: Trial, stored: string): boolean {
  const isKnown = schools.some(({ sourcedId }) => sourcedId === stored);
  return isKnown && (code === "SCHOOL_AMBIGUOUS" || code === "SCHOOL_UNKNOWN");
}

export function Problems({ problems, isWorking }: { problems: Problem[]; isWorking: boolean }) {
  const { t } = useTranslation();
  const told = useCodes();
  return (
    <Alert
      color={isWorking ? "yellow" : "red"}
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(isWorking ? "rostering.trial.lacks" : "rostering.trial.fails")}
    >
      <List spacing="sm" listStyleType="none">
        {problems.map(({ code, collection, field, status }) => (
          <List.Item key={`${code}-${collection}-${field}`}>
            <Text size="sm">
              {[collection, field].filter(Boolean).join(" · ")}
              {collection && ": "}
              {told(code)?.meaning ?? code}
            </Text>
            <Text size="sm" c="dimmed">
              {told(code)?.fix} {status && t("rostering.trial.status", { status })}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

export function Collections({ collections }: { collections: Trial["collections"] }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Table maw={480} withRowBorders={false} aria-label={t("rostering.trial.has")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("rostering.trial.has")}</Table.Th>
          <Table.Th style={{ textAlign: "end" }}>{t("rostering.trial.count")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {collections.map(({ collection, count, isEmpty }) => (
          <Table.Tr key={collection}>
            <Table.Td>{t(`rostering.trial.collections.${collection as "users"}`)}</Table.Td>
            <Table.Td style={{ textAlign: "end" }}>
              {count == null ? t(isEmpty ? "rostering.trial.none" : "rostering.trial.some") : number.format(count)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
