import { Chip, Group, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import type { Schemas } from "@/api/client";
import type { Meetings } from "./use-meetings";

export type OwnList = Schemas["OwnListView"];

interface Props {
  lists: readonly OwnList[];
  meetings: Meetings;
  /** Names of whom the person stands in for, by their ids. */
  teachers: ReadonlyMap<string, string>;
  /** Ids. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Which of somebody's lists are shown: one, or several as one; what meets now or next says so. */
export function ClassChoice({ lists, meetings, teachers, chosen, onChange }: Props) {
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
              {[list.displayName, teachers.get(list.substituteFor ?? "")].filter(Boolean).join(" · ")}{" "}
              <Time list={idOf(list.name)} meetings={meetings} />
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}

function Time({ list, meetings: { byList, zone } }: { list: string; meetings: Meetings }) {
  const { t, i18n } = useTranslation();
  const found = byList.get(list);
  if (!found || !zone) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short", timeZone: zone }).format(found.at);
  return (
    <Text component="span" inherit fw={700} data-when={found.when}>
      {"· "}
      {t(found.when === "now" ? "myClass.now" : "myClass.next", { time })}
    </Text>
  );
}
