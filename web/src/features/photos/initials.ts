/** Who somebody is in two letters; pure. */
import type { Schemas } from "@/api/client";

type Named = Pick<Schemas["MemberView"], "firstName" | "lastName">;

/** First letters of the first and the last name, of any alphabet; none of what has no letter. */
export function lettersOf({ firstName, lastName }: Named): string[] {
  return [firstName, lastName].map(firstLetter).filter(Boolean);
}

/** Such as "AL". */
export const initialsOf = (member: Named) => lettersOf(member).join("") || "?";

function firstLetter(name: string): string {
  // By characters as people see them, not by halves of one.
  return (/[\p{L}\p{N}]\p{M}*/u.exec(name)?.[0] ?? "").toLocaleUpperCase();
}
