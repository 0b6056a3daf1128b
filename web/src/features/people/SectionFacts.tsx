import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import "@/features/terms/texts";

type Facts = Pick<Schemas["ListView"], "kind" | "section" | "schedule" | "displayName" | "roomByHand" | "periodsByHand">;

/** What sort of list it is; of a class its course, its code and when it meets. */
export function SectionFacts({ list }: { list: Facts }) {
  const { t } = useTranslation();
  const { section, schedule, displayName, roomByHand, periodsByHand } = list;
  if (!schedule) return <>{t("people.lists.kinds.MANUAL")}</>;
  const sort = schedule.sectionType === "HOMEROOM" ? "HOMEROOM" : "SECTION";
  const facts = [
    t(`people.lists.kinds.${sort}`),
    section?.courseTitle !== displayName && section?.courseTitle,
    section?.sectionCode,
    schedule.room && t("people.lists.room", { room: schedule.room }),
    schedule.periodsRaw && t("people.lists.periods", { periods: schedule.periodsRaw }),
    (roomByHand != null || periodsByHand != null) && t("terms.setByHand"),
  ];
  return <>{facts.filter(Boolean).join(" · ")}</>;
}
