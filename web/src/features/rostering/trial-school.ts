import type { Schemas } from "@/api/client";

type Found = Pick<Schemas["FoundSchool"], "sourcedId" | "isOurs">;

/** Which of the schools found is picked, and whether that is yet to be saved; the one of our name is picked unasked. */
export function pickedSchool(schools: readonly Found[], stored: string, chosen: string): { picked: string; isNew: boolean } {
  const ours = schools.find(({ isOurs }) => isOurs)?.sourcedId ?? "";
  const picked = chosen || ours;
  // Where one is stored, ours is that one, whatever the case of its letters.
  const isStored = picked === stored || (stored !== "" && picked === ours);
  return { picked, isNew: picked !== "" && !isStored };
}
