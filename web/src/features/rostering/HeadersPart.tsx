import { Button, FileButton, Group, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { useAct } from "@/components/use-act";
import { headerOf } from "./header-row";
import { type PartProps, useSave } from "./use-save";

const FIELDS = [
  "email",
  "firstName",
  "lastName",
  "name",
  "id",
  "grade",
  "graduationYear",
  "role",
  "parentEmail",
  "parentPhone",
  "phone",
  "idField1",
  "idField2",
] as const;
const NOT_READ = "-";

/** What each column of the school's files means: as it is understood, and as the school says. */
export function HeadersPart({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const [map, setMap] = useState(connection.headerMap ?? {});
  const { run, isBusy, failure } = useSave(school, connection, () => ({ headerMap: map }));
  const set = (header: string, field: string | null) =>
    setMap((old) => {
      const others = Object.entries(old).filter(([own]) => own !== header);
      const rule = field === null ? [] : [[header, field === NOT_READ ? "" : field] as const];
      return Object.fromEntries([...others, ...rule]);
    });
  return (
    <Form label={t("rostering.parts.headers")} onSubmit={run} isReadOnly={!mayEdit} width={720}>
        <Text>{t("rostering.headers.intro")}</Text>
        <TryHeader school={school} connection={idOf(connection.name)} map={map} onSet={set} />
        {Object.keys(map).length > 0 && (
          <Stack gap="xs">
            <Title order={2} size="h4">
              {t("rostering.headers.own")}
            </Title>
            {Object.entries(map).map(([header, field]) => (
              <FieldSelect key={header} header={header} field={field || NOT_READ} onSet={set} />
            ))}
          </Stack>
        )}
        {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}

interface FieldProps {
  header: string;
  field: string | null;
  onSet: (header: string, field: string | null) => void;
}

function FieldSelect({ header, field, onSet }: FieldProps) {
  const { t } = useTranslation();
  const fields = FIELDS.map((value) => ({ value, label: t(`rostering.fields.${value}`) }));
  return (
    <Select
      label={header}
      placeholder={t("rostering.headers.asUnderstood")}
      data={[...fields, { value: NOT_READ, label: t("rostering.headers.notRead") }]}
      value={field}
      onChange={(chosen) => onSet(header, chosen)}
      clearable
      clearButtonProps={{ "aria-label": t("rostering.headers.forget", { header }) }}
      maw={400}
    />
  );
}

interface TryProps {
  school: string;
  connection: string;
  map: Record<string, string>;
  onSet: FieldProps["onSet"];
}

/** A header row is read from a file on this computer, or pasted; no row of people leaves it. */
function TryHeader({ school, connection, map, onSet }: TryProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [line, setLine] = useState("");
  const [fileName, setFileName] = useState("");
  const [seen, setSeen] = useState<Schemas["HeaderPreviewed"] | null>(null);
  const { run, isBusy, failure } = useAct(async () => {
    setSeen(
      await answered(
        api.POST("/v1/schools/{school}/rosterConnections/{connection}:previewHeaders", {
          params: { path: { school, connection }, query: {} },
          body: { fileName, header: headerOf(line), headerMap: map },
        }),
      ),
    );
  });
  const choose = async (file: File | null) => {
    if (!file) return;
    setFileName(file.name);
    setLine((await file.slice(0, 64 * 1024).text()).split(/\r?\n/, 1)[0] ?? "");
  };
  return (
    <Stack gap="sm">
      <TextInput
        label={t("rostering.headers.line")}
        description={t("rostering.headers.lineHint")}
        value={line}
        onChange={(event) => setLine(event.currentTarget.value)}
        error={failure || undefined}
      />
      <Group>
        <FileButton accept=".csv,.tsv,.txt" onChange={(file) => void choose(file)}>
          {(props) => (
            <Button {...props} variant="default">
              {t("rostering.headers.choose")}
            </Button>
          )}
        </FileButton>
        <Button variant="default" loading={isBusy} disabled={!line.trim()} onClick={() => void run()}>
          {t("rostering.headers.try")}
        </Button>
      </Group>
      {seen && <Seen seen={seen} map={map} onSet={onSet} />}
    </Stack>
  );
}

function Seen({ seen, map, onSet }: { seen: Schemas["HeaderPreviewed"]; map: Record<string, string>; onSet: FieldProps["onSet"] }) {
  const { t } = useTranslation();
  const open = [...seen.ambiguous.map(({ header }) => header), ...seen.unknown].filter(Boolean);
  return (
    <Stack gap="md" role="status">
      {seen.missing.length > 0 && (
        <Text c="var(--refused)" fw={600}>
          {t("rostering.headers.missing", {
            fields: seen.missing.map((field) => t(`rostering.fields.${field}`, { defaultValue: field })).join(", "),
          })}
        </Text>
      )}
      <Table aria-label={t("rostering.headers.understood")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("rostering.headers.column")}</Table.Th>
            <Table.Th scope="col">{t("rostering.headers.means")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {seen.mapped.map(({ header, field }) => (
            <Table.Tr key={header}>
              <Table.Th scope="row" fw={500}>
                {header}
              </Table.Th>
              <Table.Td>{t(`rostering.fields.${field}`, { defaultValue: field })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {open.length > 0 && (
        <Stack gap="xs">
          <Title order={3} size="h5">
            {t("rostering.headers.open")}
          </Title>
          {open.map((header) => (
            <FieldSelect
              key={header}
              header={header}
              field={map[header] === undefined ? null : map[header] || NOT_READ}
              onSet={onSet}
            />
          ))}
        </Stack>
      )}
    </Stack>
  );
}
