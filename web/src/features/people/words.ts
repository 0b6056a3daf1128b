/** How people are spoken of; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import type { Meaning } from "@/components/StateBadge";

/** First and last name. */
export const nameOf = ({ firstName, lastName }: Pick<Schemas["MemberView"], "firstName" | "lastName">) => `${firstName} ${lastName}`.trim();

/** Such as "Grade 9" or "Kindergarten"; empty for none. */
export function gradeName(grade: string, t: TFunction): string {
  if (!grade) return "";
  const number = Number(grade);
  return Number.isNaN(number) ? t(`people.grades.${grade}`) : t("people.grades.number", { number });
}

export const MEANINGS: Record<Schemas["MemberState"], Meaning> = { ACTIVE: "done", ARCHIVED: "quiet" };
