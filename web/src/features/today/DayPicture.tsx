import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import classes from "./Today.module.css";
import { clockIn } from "@/components/days";
import { MINUTE_MS, picture } from "./day-time";

type Timed = Schemas["DayBlockView"];

const HOUR_PX = 88;
/** A shorter block has no room for its words. */
const WORDS_PX = 18;

interface Props<B extends Timed> {
  blocks: readonly B[];
  zone: string;
  /** What stands in a box; empty where nothing meets. */
  filled: (block: B) => string;
}

/** A day as a column of hours. All that it shows stands in the list beside it, so it is a picture to a screen reader. */
export function DayPicture<B extends Timed>({ blocks, zone, filled }: Props<B>) {
  const { t, i18n } = useTranslation();
  const { from, hours, placed } = picture(blocks);
  const height = hours * HOUR_PX;
  const hour = (at: number) => clockIn(i18n.language, zone, new Date(from + at * 60 * MINUTE_MS).toISOString());
  return (
    <figure className={classes["picture"]} style={{ height }} role="img" aria-label={t("today.picture")}>
      {Array.from({ length: hours + 1 }, (_, at) => (
        <div key={at} className={classes["hour"]} style={{ top: at * HOUR_PX }} aria-hidden>
          {at < hours && hour(at)}
        </div>
      ))}
      {placed.map(({ block, top, height: share }) => {
        const pixels = (share * height) / 100;
        const what = filled(block);
        const words = what && what !== block.displayName ? `${block.displayName}: ${what}` : block.displayName;
        return (
          <div
            key={block.startTime + block.periodId}
            className={classes["box"]}
            style={{ top: `${top}%`, height: `${share}%` }}
            data-filled={what ? true : undefined}
            aria-hidden
          >
            {pixels >= WORDS_PX && words}
          </div>
        );
      })}
    </figure>
  );
}
