/** How it is said how far a role reaches; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import { GRADES } from "./people-search";
import { gradeName } from "./words";

/** What somebody can manage beside their role, in the order in which it is shown. */
export const MODULES = ["PASSES", "BEHAVIOR", "POINTS", "CHECK_IN", "FLEX", "REPORTS"] as const satisfies Schemas["Module"][];

/** From the youngest to the oldest, which is not how their codes are sorted. */
export const gradeNames = (grades: readonly string[], t: TFunction) =>
  GRADES.filter((grade) => grades.includes(grade)).map((grade) => gradeName(grade, t)).join(", ");

export const moduleNames = (modules: readonly Schemas["Module"][], t: TFunction) =>
  MODULES.filter((module) => modules.includes(module)).map((module) => moduleName(module, t)).join(", ");

/** As a label: the word of a sentence, begun as a sentence begins. */
export function moduleName(module: Schemas["Module"], t: TFunction): string {
  const name = t(`permissions.modules.${module}`);
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}
