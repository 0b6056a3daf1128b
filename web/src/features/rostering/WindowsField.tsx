import { Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Connection } from "./queries";

type Windows = NonNullable<Connection["windows"]>;
const KINDS = ["BLACKOUT", "ADDS_ONLY", "ROLLOVER"] as const;

/** Days on which less is done, nothing at all or only adding, and those of a new school year. */
export function WindowsField({ windows, onChange }: { windows: Windows; onChange: (changed: Windows) => void }) {
  const { t } = useTranslation();
  const set = (place: number, changed: Partial<Windows[number]>) =>
    onChange(windows.map((one, index) => (index === place ? { ...one, ...changed } : one)));
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("rostering.windows.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("rostering.windows.hint")}
      </Text>
      {windows.some(({ kind }) => kind === "ROLLOVER") && <Text size="sm">{t("rostering.windows.rolloverHint")}</Text>}
      {windows.map((window, place) => (
        <Group key={place} align="flex-end">
          <Select
            label={t("rostering.windows.kind")}
            data={KINDS.map((value) => ({ value, label: t(`rostering.windows.${value}`) }))}
            value={window.kind}
            allowDeselect={false}
            onChange={(kind) => set(place, { kind: kind as Windows[number]["kind"] })}
          />
          <TextInput
            type="date"
            label={t("rostering.windows.first")}
            value={window.firstDay}
            required
            onChange={(event) => set(place, { firstDay: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t("rostering.windows.last")}
            value={window.lastDay}
            required
            onChange={(event) => set(place, { lastDay: event.currentTarget.value })}
          />
          <Button variant="default" onClick={() => onChange(windows.filter((_, index) => index !== place))}>
            {t("rostering.windows.remove")}
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          onClick={() => onChange([...windows, { kind: "BLACKOUT", firstDay: "", lastDay: "" }])}
        >
          {t("rostering.windows.add")}
        </Button>
      </Group>
    </Stack>
  );
}
