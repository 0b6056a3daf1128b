import { useTranslation } from "react-i18next";
import { PageLink } from "@/components/links";
import classes from "./StepList.module.css";
import { STEPS, type StepName } from "./wizard-steps";

interface Props {
  school: string;
  /** Empty before there is one: then only the first step is open. */
  connection: string;
  current: StepName;
}

/** The steps with the one that is shown; each is a link once there is a connection. */
export function StepList({ school, connection, current }: Props) {
  const { t } = useTranslation();
  const now = STEPS.indexOf(current);
  return (
    <nav aria-label={t("connect.steps.title")}>
      <ol className={classes["steps"]}>
        {STEPS.map((step, at) => {
          const words = (
            <>
              <span className={classes["number"]}>{at + 1}</span>
              <span className={classes["label"]}>{t(`connect.steps.${step}`)}</span>
            </>
          );
          const own = { "data-past": at < now, className: classes["step"] ?? "" };
          return (
            <li key={step}>
              {step === current && (
                <span {...own} aria-current="step">
                  {words}
                </span>
              )}
              {step !== current && !connection && <span {...own}>{words}</span>}
              {step !== current && connection && (
                <PageLink
                  {...own}
                  to="/schools/$school/rostering/connect"
                  params={{ school }}
                  search={{ connection, step }}
                >
                  {words}
                </PageLink>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
