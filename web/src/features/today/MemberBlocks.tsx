import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { PageLink } from "@/components/links";
import { BlockList } from "./BlockList";
import type { Block, MemberDay } from "./day-time";
import { about, doingIn } from "./words";

interface Props {
  school: string;
  day: MemberDay;
  /** The lists of classes that may be opened lead there. */
  isLinked: boolean;
  /** Who needs no name beside their classes. */
  without?: string;
  current?: Block | undefined;
}

/** Somebody's day as a list; of whoever has no class at all it is when the bell rings. */
export function MemberBlocks({ school, day, isLinked, without = "", current }: Props) {
  const { t } = useTranslation();
  const hasClasses = day.blocks.some(({ section }) => section);
  return (
    <BlockList
      blocks={day.blocks}
      zone={day.timeZone}
      current={current}
      content={(block) => (
        <>
          {(hasClasses || block.kind !== "CLASS") && block.section === undefined && block.reason === "NOTHING_MEETS" && (
            <Text c="dimmed">{doingIn(block, t)}</Text>
          )}
          {block.section && (
            <>
              <ClassName school={school} section={block.section} isLinked={isLinked} />
              <Text size="sm">{about(block.section, day.teachers, t, without)}</Text>
            </>
          )}
          {block.others.length > 0 && (
            <Text size="sm" c="dimmed">
              {t("today.others", { classes: block.others.map(({ displayName }) => displayName).join(", ") })}
            </Text>
          )}
        </>
      )}
    />
  );
}

interface NameProps {
  school: string;
  section: Schemas["MeetingClassView"];
  isLinked: boolean;
}

/** A class by its name, which leads to who is in it. */
export function ClassName({ school, section, isLinked }: NameProps) {
  if (!isLinked) {
    return (
      <Text fw={550} fz="inherit" lh="inherit">
        {section.displayName}
      </Text>
    );
  }
  return (
    <PageLink to="/schools/$school/people/lists/$list" params={{ school, list: section.listId }} fz="inherit" fw={550}>
      {section.displayName}
    </PageLink>
  );
}
