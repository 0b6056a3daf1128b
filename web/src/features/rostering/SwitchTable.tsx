import { Checkbox, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Connection } from "./queries";
import { KINDS } from "./run-state";

const SWITCHES = ["add", "update", "archive"] as const;
type Switches = NonNullable<Connection["switches"]>;

/** What a sync may do, for each kind of person. */
export function SwitchTable({ switches, onChange }: { switches: Switches; onChange: (changed: Switches) => void }) {
  const { t } = useTranslation();
  const set = (kind: string, name: (typeof SWITCHES)[number], on: boolean) => {
    const old = switches[kind] ?? { add: false, update: false, archive: false };
    onChange({ ...switches, [kind]: { ...old, [name]: on } });
  };
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("rostering.sync.what")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("rostering.sync.recommended")}
      </Text>
      <Table aria-label={t("rostering.sync.what")} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("rostering.sync.kind")}</Table.Th>
            {SWITCHES.map((name) => (
              <Table.Th key={name} scope="col" style={{ hyphens: "auto", overflowWrap: "anywhere" }}>
                {t(`rostering.sync.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {KINDS.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row" fw={500}>
                {t(`rostering.kinds.${kind}`)}
              </Table.Th>
              {SWITCHES.map((name) => (
                <Table.Td key={name}>
                  <Group>
                    <Checkbox
                      aria-label={`${t(`rostering.kinds.${kind}`)}: ${t(`rostering.sync.${name}`)}`}
                      checked={switches[kind]?.[name] ?? false}
                      onChange={(event) => set(kind, name, event.currentTarget.checked)}
                    />
                  </Group>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
