/** Who may change a list; pure. */
import type { Schemas } from "@/api/client";
import type { Action } from "@/app/permissions";

/**
 * Nobody changes a class of the roster. Those who run the school change every other list, a teacher those that nobody
 * else teaches and that are no class.
 */
export function mayChangeList(
  { kind, teacherIds, schedule }: Schemas["ListView"],
  own: string | undefined,
  may: (action: Action) => boolean,
): boolean {
  if (kind === "SECTION" || !may("lists:edit")) return false;
  return may("members:update") || (!schedule && teacherIds.length === 1 && teacherIds[0] === own);
}
