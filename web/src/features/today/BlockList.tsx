import { Text } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { StateBadge } from "@/components/StateBadge";
import classes from "./Today.module.css";
import { clockIn } from "@/components/days";

type Timed = Pick<Schemas["DayBlockView"], "startTime" | "endTime" | "periodId" | "displayName">;

interface Props<B extends Timed> {
  blocks: readonly B[];
  zone: string;
  /** The one that lasts now, on the day that is today. */
  current?: B | undefined;
  content: (block: B) => ReactNode;
}

/** A day as a list: when, which period, and what happens in it. */
export function BlockList<B extends Timed>({ blocks, zone, current, content }: Props<B>) {
  const { t } = useTranslation();
  return (
    <ol className={classes["day"]} data-has-now={current ? true : undefined} aria-label={t("today.day")}>
      {blocks.map((block) => (
        <BlockRow key={block.startTime + block.periodId} block={block} zone={zone} isCurrent={block === current}>
          {content(block)}
        </BlockRow>
      ))}
    </ol>
  );
}

function BlockRow({ block, zone, isCurrent, children }: { block: Timed; zone: string; isCurrent: boolean; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const clock = (time: string) => clockIn(i18n.language, zone, time);
  return (
    <li className={classes["block"]} aria-current={isCurrent ? "time" : undefined}>
      <span className={classes["sign"]}>{isCurrent && <IconPlayerPlayFilled size={16} aria-hidden />}</span>
      <div>
        <Text className={classes["time"]}>{t("today.span", { from: clock(block.startTime), until: clock(block.endTime) })}</Text>
        <Text size="sm" c="dimmed">
          {block.displayName}
        </Text>
      </div>
      <div className={classes["content"]}>
        {isCurrent && (
          <div>
            <StateBadge meaning="running" label={t("today.now")} />
          </div>
        )}
        {children}
      </div>
    </li>
  );
}
