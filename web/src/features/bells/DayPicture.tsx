import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Bells.module.css";
import type { Period, Schedule } from "./calendar-parts";
import { spansOf, timeIn, timeOf } from "./clock";
import { overlapping } from "./faults";

const HOUR = 60;
const WORDS_FROM = 18;
/** Pixels of a minute: as many as the shortest block needs for its words, within reason. */
const SCALE = { least: 0.9, most: 2, words: 22 };

/** A day as bars to scale, in hours. The table beside it says the same in words. */
export function DayPicture({ schedule, periods }: { schedule: Schedule; periods: readonly Period[] }) {
  const { t, i18n } = useTranslation();
  const spans = spansOf(schedule);
  const first = spans[0];
  if (!first) return <Text c="dimmed">{t("bells.noPicture")}</Text>;
  const from = Math.floor(first.from / HOUR) * HOUR;
  const until = Math.ceil(Math.max(...spans.map((span) => span.until)) / HOUR) * HOUR;
  const shortest = Math.min(...spans.map((span) => span.until - span.from));
  const scale = Math.min(SCALE.most, Math.max(SCALE.least, SCALE.words / shortest));
  const over = new Set(overlapping(schedule));
  const hours = Array.from({ length: (until - from) / HOUR + 1 }, (_, hour) => from + hour * HOUR);
  const said = (minutes: number) => timeIn(i18n.language, timeOf(Math.min(minutes, 24 * HOUR - 1)));
  return (
    <div className={classes["day"]} style={{ height: (until - from) * scale }} aria-hidden>
      {hours.map((hour) => (
        <span key={hour} className={classes["hour"]} style={{ insetBlockStart: (hour - from) * scale }}>
          {said(hour)}
        </span>
      ))}
      {spans.map(({ place, from: start, until: end }) => {
        const period = periods.find(({ id }) => id === schedule.blocks[place]?.periodId);
        const height = (end - start) * scale;
        return (
          <div
            key={place}
            className={classes["bar"]}
            data-kind={period?.kind ?? "CLASS"}
            data-over={over.has(place) || undefined}
            style={{ insetBlockStart: (start - from) * scale, height }}
          >
            {height >= WORDS_FROM && (
              <>
                <strong>{period?.displayName ?? "–"}</strong>{" "}
                <span>
                  {said(start)} – {said(end)}
                </span>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}
