import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { BlockList } from "./BlockList";
import { ClassName } from "./MemberBlocks";
import { about } from "./words";

type RoomDay = Schemas["RoomDayView"];
type RoomBlock = Schemas["RoomBlockView"];

/** What meets in a room, block by block. */
export function RoomBlocks({ school, day, isLinked }: { school: string; day: RoomDay; isLinked: boolean }) {
  const { t } = useTranslation();
  const names = new Set(day.blocks.flatMap(({ schedules }) => schedules));
  return (
    <BlockList
      blocks={day.blocks}
      zone={day.timeZone}
      content={(block) => (
        <>
          {block.classes.map((one) => (
            <div key={one.listId}>
              <ClassName school={school} section={one} isLinked={isLinked} />
              <Text size="sm">
                {[about({ ...one, room: "" }, day.teachers, t), t("today.preview.students", { count: one.memberCount })].filter(Boolean).join(" · ")}
              </Text>
            </div>
          ))}
          {block.kind === "CLASS" && block.classes.length === 0 && <Text c="dimmed">{t("today.preview.empty")}</Text>}
          {names.size > 1 && (
            <Text size="sm" c="dimmed">
              {t("today.preview.schedules", { names: block.schedules.join(", ") })}
            </Text>
          )}
        </>
      )}
    />
  );
}

/** The classes of a block in a few words. */
export const meetsIn = ({ classes }: RoomBlock) => classes.map(({ displayName }) => displayName).join(", ");
