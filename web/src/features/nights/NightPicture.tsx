import { useTranslation } from "react-i18next";
import classes from "./NightPicture.module.css";
import { type Mark, type NightPlan, hourIn, linesOf } from "./night-time";

/** What happens when in a night: a line of hours, and the same in words. */
export function NightPicture({ plan }: { plan: NightPlan }) {
  const { t, i18n } = useTranslation();
  const hour = (value: number) => hourIn(i18n.language, value);
  const share = (hours: number) => `${(100 * hours) / plan.length}%`;
  const place = ({ at, until }: Mark) => ({ insetInlineStart: share(at), width: until > at ? share(until - at) : undefined });
  return (
    <figure className={classes["night"]} aria-label={t("nights.picture")}>
      <div className={classes["axis"]} aria-hidden>
        {linesOf(plan.length).map((at) => (
          <span key={at} className={classes["hour"]} style={{ insetInlineStart: share(at) }} data-end={at === plan.length || undefined}>
            {short(i18n.language, (plan.from + at) % 24)}
          </span>
        ))}
        {plan.marks.map((mark) => (
          <span key={mark.id} className={classes["mark"]} data-mark={mark.id} style={place(mark)} />
        ))}
      </div>
      <ol className={classes["words"]}>
        {plan.marks.map((mark) => (
          <li key={mark.id}>
            <span className={classes["sign"]} data-mark={mark.id} aria-hidden />
            <span>
              <strong>{mark.until > mark.at ? t("nights.stretch", { from: hour(mark.hour), until: hour(mark.untilHour) }) : hour(mark.hour)}</strong>{" "}
              {t(`nights.marks.${mark.id}`)}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** An hour as short as a language has it. */
function short(language: string, hour: number): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", timeZone: "UTC" }).format(new Date(Date.UTC(2026, 0, 1, hour)));
}
