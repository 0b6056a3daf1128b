import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ClassName } from "./MemberBlocks";
import classes from "./Today.module.css";
import { clockIn } from "@/components/days";
import type { Block, MemberDay, Moment } from "./day-time";
import { about, doingIn } from "./words";

interface Props {
  school: string;
  day: MemberDay;
  moment: Moment<Block>;
  isLinked: boolean;
  without?: string;
}

/** What lasts, for how long, and what comes after it. */
export function NowAndNext({ school, day, moment, isLinked, without = "" }: Props) {
  const { t, i18n } = useTranslation();
  const { block, next, minutesLeft } = moment;
  const shown = { school, day, isLinked, without };
  return (
    <div className={classes["now"]}>
      <div>
        <Text className={classes["label"]}>{t("today.now")}</Text>
        <div aria-live="polite">{block ? <What block={block} {...shown} /> : <State moment={moment} />}</div>
        {block && (
          <Text size="sm">{t("today.left", { count: minutesLeft, time: clockIn(i18n.language, day.timeZone, block.endTime) })}</Text>
        )}
      </div>
      {next && (
        <div>
          <Text className={classes["label"]}>{t("today.next")}</Text>
          <What block={next} {...shown} />
          <Begins block={next} zone={day.timeZone} minutes={block ? undefined : minutesLeft} />
        </div>
      )}
    </div>
  );
}

function State({ moment }: { moment: Moment<Block> }) {
  const { t } = useTranslation();
  if (moment.state === "IN" || moment.state === "NONE") return null;
  return <Large>{t(`today.states.${moment.state}`)}</Large>;
}

const SOON_MINUTES = 90;

function Begins({ block, zone, minutes }: { block: Block; zone: string; minutes: number | undefined }) {
  const { t, i18n } = useTranslation();
  const isSoon = minutes !== undefined && minutes <= SOON_MINUTES;
  const time = clockIn(i18n.language, zone, block.startTime);
  return <Text size="sm">{isSoon ? t("today.begins", { count: minutes }) : t("today.beginsAt", { time })}</Text>;
}

interface WhatProps extends Omit<Props, "moment"> {
  block: Block;
}

function What({ block, school, day, isLinked, without = "" }: WhatProps) {
  const { t } = useTranslation();
  const { section, displayName } = block;
  const doing = doingIn(block, t);
  return (
    <>
      <Large>{section ? <ClassName school={school} section={section} isLinked={isLinked} /> : doing}</Large>
      <Text size="sm">{[...(doing === displayName ? [] : [displayName]), ...(section ? [about(section, day.teachers, t, without)] : [])].filter(Boolean).join(" · ")}</Text>
    </>
  );
}

const Large = ({ children }: { children: ReactNode }) => <div className={classes["what"]}>{children}</div>;
