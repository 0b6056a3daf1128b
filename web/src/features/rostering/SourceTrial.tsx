import { Alert, Button, Group, List, Stack, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import { useCodes } from "./codes";
import { pickedSchool } from "./trial-school";
import { type PartProps, useSave } from "./use-save";

type Trial = Schemas["SourceTrialView"];
type Problem = Schemas["SourceProblem"];

/** Asks the system who it is and what it has, and says so, or what is wrong and what to do. */
export function SourceTrial({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [found, setFound] = useState<Trial | null>(null);
  const isReady = Boolean(connection.apiSource?.clientId && connection.apiSource.hasSecret);
  const { run, isBusy, failure } = useAct(async () => {
    const path = { school, connection: idOf(connection.name) };
    setFound(null);
    setFound(
      await answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:test", { params: { path }, body: {} }),
      ),
    );
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
  return (
    <Stack gap="md">
      {found.isWorking && (
        <Alert
          color="teal"
          variant="outline"
          icon={<IconCheck aria-hidden />}
          title={t("rostering.trial.works")}
          styles={{ title: { color: "var(--mantine-color-text)" } }}
        >
          {found.version !== "AUTO" && <Text size="sm">{t("rostering.trial.version", { version })}</Text>}
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {found.baseUrl}
          </Text>
        </Alert>
      )}
      {found.problems.length > 0 && <Problems problems={found.problems} isWorking={found.isWorking} />}
      {found.schools.length > 0 && <Schools schools={found.schools} own={own} />}
      {found.collections.length > 0 && <Collections collections={found.collections} />}
    </Stack>
  );
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
      styles={{ title: { color: "var(--mantine-color-text)" } }}
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

function Schools({ schools, own }: { schools: Trial["schools"]; own: PartProps }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState("");
  const { picked, isNew } = pickedSchool(schools, own.connection.schoolSourcedId, chosen);
  const { run, isBusy, failure } = useSave(own.school, own.connection, () => ({ schoolSourcedId: picked }));
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("rostering.trial.schools")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("rostering.trial.schoolsHint")}
      </Text>
      <fieldset style={{ border: 0, margin: 0, padding: 0 }} disabled={isBusy}>
        <VisuallyHidden component="legend">{t("rostering.trial.schools")}</VisuallyHidden>
        <Stack gap={4}>
          {schools.map(({ sourcedId, displayName, identifier }) => (
            <label key={sourcedId} style={{ display: "flex", gap: 8, minHeight: 32, alignItems: "center" }}>
              <input
                type="radio"
                name="school"
                value={sourcedId}
                checked={picked === sourcedId}
                onChange={() => setChosen(sourcedId)}
              />
              <span>
                {displayName || sourcedId} {identifier && <Text component="span" size="sm" c="dimmed">{identifier}</Text>}
              </span>
            </label>
          ))}
        </Stack>
      </fieldset>
      <Failure text={failure} />
      <Group>
        <Button onClick={() => void run()} loading={isBusy} disabled={!isNew}>
          {t("rostering.trial.choose")}
        </Button>
      </Group>
    </Stack>
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
