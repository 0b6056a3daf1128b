import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

/** What sort of list it is; of a class its course, its code and when it meets. */
export function SectionFacts({ list }: { list: Pick<Schemas["ListView"], "kind" | "section" | "displayName"> }) {
  const { t } = useTranslation();
  const { section } = list;
  if (!section) return <>{t("people.lists.kinds.MANUAL")}</>;
  const sort = section.sectionType === "HOMEROOM" ? "HOMEROOM" : "SECTION";
  const facts = [
    t(`people.lists.kinds.${sort}`),
    section.courseTitle !== list.displayName && section.courseTitle,
    section.sectionCode,
    section.room && t("people.lists.room", { room: section.room }),
    section.periodsRaw && t("people.lists.periods", { periods: section.periodsRaw }),
  ];
  return <>{facts.filter(Boolean).join(" · ")}</>;
}
