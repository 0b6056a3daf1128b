import { useTranslation } from "react-i18next";
import classes from "./YearPicture.module.css";
import { dayInWords } from "@/components/days";
import type { Stretch, Year } from "./year";

/** The terms on a line of months, to scale, with today on it; the table beside it says the same in words. */
export function YearPicture({ year }: { year: Year }) {
  const { t, i18n } = useTranslation();
  return (
    <figure className={classes["year"]} aria-label={t("terms.picture")}>
      <div className={classes["axis"]} aria-hidden>
        {year.months.map(({ day, at }, number) => (
          <span key={day} className={classes["month"]} style={{ insetInlineStart: share(at) }} data-number={number % 3} data-late={at > 0.94 || undefined}>
            {dayInWords(i18n.language, day, { month: "short" })}
          </span>
        ))}
        <div className={classes["lanes"]}>
          {year.bars.map(({ term, place }) => (
            <div key={term.name} className={classes["lane"]}>
              <span className={classes["name"]} style={besides(place)}>
                {term.displayName}
              </span>
              <span className={classes["bar"]} data-by-hand={term.byHand || undefined} style={placed(place)} />
            </div>
          ))}
        </div>
        {year.today !== undefined && (
          <span className={classes["today"]} style={{ insetInlineStart: share(year.today) }}>
            <span data-late={year.today > 0.8 || undefined}>{t("terms.today")}</span>
          </span>
        )}
      </div>
      <figcaption className={classes["signs"]}>
        <span>
          <span className={classes["sign"]} aria-hidden /> {t("terms.byRoster")}
        </span>
        <span>
          <span className={classes["sign"]} data-by-hand aria-hidden /> {t("terms.byHand")}
        </span>
      </figcaption>
    </figure>
  );
}

const share = (value: number) => `${100 * value}%`;
const placed = ({ from, until }: Stretch) => ({ insetInlineStart: share(from), width: share(until - from) });
/** A name begins with its bar, or ends with it where there would be too little room. */
const besides = ({ from, until }: Stretch) => (from > 0.6 ? { insetInlineEnd: share(1 - until) } : { insetInlineStart: share(from) });
