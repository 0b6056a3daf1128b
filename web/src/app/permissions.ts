import { useMe } from "@/features/account/queries";
import type { Schemas } from "@/api/client";

export type Action = Schemas["Action"];

/**
 * What the person may do at a school. False for everything until it is known, so that no button
 * shows that does nothing; the API decides in the end.
 */
export function useMay(school: string | undefined): (action: Action) => boolean {
  const me = useMe().data;
  if (!me) return () => false;
  const own = me.memberships.find((one) => one.school === `schools/${school ?? ""}`);
  const allowed = new Set([...me.permissions, ...(own?.permissions ?? [])]);
  return (action) => allowed.has(action);
}
