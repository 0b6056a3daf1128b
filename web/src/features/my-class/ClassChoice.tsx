import { Chip, Group, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import type { Schemas } from "@/api/client";

export type OwnList = Schemas["OwnListView"];

interface Props {
  lists: readonly OwnList[];
  /** Ids. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Which of somebody's lists are shown: one, or several as one. */
export function ClassChoice({ lists, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div role="group" aria-labelledby={label}>
      <Text id={label} size="sm" c="dimmed" mb={6}>
        {t("myClass.choose")}
      </Text>
      <Chip.Group multiple value={[...chosen]} onChange={onChange}>
        <Group gap="xs">
          {lists.map((list) => (
            <Chip key={list.name} value={idOf(list.name)} size="md" variant="outline">
              {list.displayName}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
