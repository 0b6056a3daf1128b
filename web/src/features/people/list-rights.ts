/** Who may change a list; pure. */
import type { Schemas } from "@/api/client";
import type { Action } from "@/app/permissions";

/** Nobody changes a class, which the roster keeps. Those who run the school change every list, a teacher those that nobody else teaches. */
export function mayChangeList(
  { kind, teacherIds }: Schemas["ListView"],
  own: string | undefined,
  may: (action: Action) => boolean,
): boolean {
  if (kind === "SECTION" || !may("lists:edit")) return false;
  return may("members:update") || (teacherIds.length === 1 && teacherIds[0] === own);
}
