import { useTranslation } from "react-i18next";
import classes from "./YearPicture.module.css";
import { signWords } from "./YearMonth";
import { type Day, type Kind, type Look, signsOf } from "./year-look";

const KINDS: readonly Kind[] = ["usual", "other", "closed", "weekend", "noSchedule", "unpublished"];

/** What the signs of the picture mean: of its days those that there are, and which letters are which schedule's. */
export function YearLegend({ days, looks }: { days: readonly Day[]; looks: ReadonlyMap<string, Look> }) {
  const { t } = useTranslation();
  const names = new Map(days.flatMap(({ tracks }) => tracks.map((track) => [track.scheduleId, track.displayName] as const)));
  const kinds = KINDS.flatMap((kind) => {
    const day = days.find((one) => looks.get(one.day)?.kind === kind);
    const look = day && looks.get(day.day);
    return look ? [{ kind, sign: signWords(look, "") }] : [];
  });
  const letters = [...new Set(days.map(({ letter }) => letter).filter(Boolean))];
  return (
    <ul className={classes["legend"]} aria-label={t("year.legend.title")}>
      {kinds.map(({ kind, sign }) => (
        <li key={kind}>
          <Sample kind={kind} sign={sign} />
          {t(`year.legend.${kind}`)}
        </li>
      ))}
      <li>
        <Sample kind="weekend" sign="" isToday />
        {t("year.legend.today")}
      </li>
      <li>
        <Sample kind="usual" sign="" isNamed />
        {t("year.legend.named")}
      </li>
      {[...signsOf(days)].map(([id, sign]) => (
        <li key={id}>
          <strong>{sign}</strong> {names.get(id)}
        </li>
      ))}
      {letters.length > 0 && <li>{t("year.legend.letters", { letters: letters.join(", ") })}</li>}
    </ul>
  );
}

function Sample({ kind, sign, isToday, isNamed }: { kind: Kind; sign: string; isToday?: boolean; isNamed?: boolean }) {
  const shape = [classes["sample"], isNamed && classes["named"]].filter(Boolean).join(" ");
  return (
    <span className={shape} data-kind={kind} data-today={isToday || undefined} aria-hidden>
      <span className={classes["number"]}>12</span>
      {sign && <span className={classes["sign"]}>{sign}</span>}
    </span>
  );
}
