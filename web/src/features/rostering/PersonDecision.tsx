import { useTranslation } from "react-i18next";
import { ConfirmAct } from "@/components/ConfirmAct";
import type { Operation, Run } from "./queries";
import { useRunActs } from "./use-run-acts";

/** What is decided about one person and not about all at once: a new Manager, somebody taken for another. */
export function PersonDecision({ school, run, operation }: { school: string; run: Run; operation: Operation }) {
  const { t } = useTranslation();
  const { approve, declineMatch } = useRunActs(school, run);
  const { person, hold, state, verb } = operation;
  if (!person || state !== "HELD") return null;
  const name = nameOf(operation);
  if (hold === "PRIVILEGE") {
    return (
      <ConfirmAct
        label={t("rostering.approveOne.label")}
        title={t("rostering.approveOne.title", { name })}
        act={() => approve([person])}
      >
        {t("rostering.approveOne.text")}
      </ConfirmAct>
    );
  }
  if (hold !== "KEY_CHURN" || verb === "ADD") return null;
  return (
    <ConfirmAct
      label={t("rostering.notTheSame.label")}
      title={t("rostering.notTheSame.title", { name })}
      act={() => declineMatch(person)}
    >
      {t("rostering.notTheSame.text")}
    </ConfirmAct>
  );
}

const nameOf = ({ firstName, lastName, sisId }: Operation) => [firstName, lastName].filter(Boolean).join(" ") || (sisId ?? "");
