import { Checkbox, MultiSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import type { Term } from "./queries";

export type Schedule = Required<Schemas["ScheduleBody"]>;
export const EMPTY: Schedule = { sectionType: "SCHEDULED", termIds: [], room: "", periodsRaw: "" };

interface Props {
  terms: readonly Term[];
  value: Schedule;
  /** Fields that the API has refused. */
  wrong: readonly string[];
  onChange: (value: Schedule) => void;
}

/** When and where a class is that people keep. */
export function ScheduleFields({ terms, value, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const set = (changed: Partial<Schedule>) => onChange({ ...value, ...changed });
  const known = terms.map(({ name, displayName }) => ({ value: idOf(name), label: displayName }));
  const gone = value.termIds.filter((id) => !known.some((term) => term.value === id));
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t("terms.periods")}
          description={t("terms.periodsHint")}
          maxLength={200}
          value={value.periodsRaw}
          error={wrong.includes("schedule.periodsRaw") && t("terms.wrong.periods")}
          onChange={({ currentTarget }) => set({ periodsRaw: currentTarget.value })}
        />
        <TextInput
          label={t("terms.room")}
          description={t("terms.roomHint")}
          maxLength={100}
          value={value.room}
          onChange={({ currentTarget }) => set({ room: currentTarget.value })}
        />
      </SimpleGrid>
      <MultiSelect
        label={t("terms.term")}
        description={t("terms.termHint")}
        data={[...known, ...gone.map((id) => ({ value: id, label: t("terms.gone") }))]}
        value={value.termIds}
        error={wrong.includes("schedule.termIds") && t("terms.wrong.term")}
        onChange={(termIds) => set({ termIds })}
        comboboxProps={{ withinPortal: false }}
      />
      {gone.length > 0 && <Text>{t("terms.goneHint")}</Text>}
      <Checkbox
        label={t("terms.homeroom")}
        description={t("terms.homeroomHint")}
        checked={value.sectionType === "HOMEROOM"}
        onChange={({ currentTarget }) => set({ sectionType: currentTarget.checked ? "HOMEROOM" : "SCHEDULED" })}
      />
    </Stack>
  );
}
