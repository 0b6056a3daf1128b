/** The students of one or several lists as a page shows them; pure. */
import type { Schemas } from "@/api/client";
import { nameOf } from "@/features/people/words";
import { lettersOf } from "@/features/photos/initials";

export type Student = Schemas["MemberView"];

export const SORTS = ["lastName", "firstName"] as const;
export type Sort = (typeof SORTS)[number];

/** Everybody of several lists, each once. */
export function together(lists: readonly (readonly Student[])[]): Student[] {
  return [...new Map(lists.flat().map((one) => [one.person, one])).values()];
}

/** In the order of a language's alphabet; of the same name, by the other one. */
export function sorted(students: readonly Student[], by: Sort, language: string): Student[] {
  const other = by === "lastName" ? "firstName" : "lastName";
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...students].sort(
    (one, two) => compare(one[by], two[by]) || compare(one[other], two[other]) || compare(one.person, two.person),
  );
}

/** The name as it is, or as far as it may be seen on a projector: "A. L.". */
export function shownName(student: Pick<Student, "firstName" | "lastName">, isBlurred: boolean): string {
  if (!isBlurred) return nameOf(student);
  return lettersOf(student).map((letter) => `${letter}.`).join(" ") || "?";
}

/**
 * Somebody by chance whom nobody has drawn in this round; a new round begins when everybody was.
 *
 * @param drawn ids of this round, in their order
 * @param chance at least 0 and less than 1
 * @returns who it is, and the ids of the round with theirs; null where there is nobody
 */
export function draw(
  students: readonly Student[],
  drawn: readonly string[],
  chance: number,
): { student: Student; drawn: string[] } | null {
  const known = drawn.filter((person) => students.some((one) => one.person === person));
  const left = students.filter((one) => !known.includes(one.person));
  // In a new round, not the same one twice in a row.
  const others = students.filter((one) => one.person !== known.at(-1));
  const round = left.length ? left : others.length ? others : students;
  const student = round[Math.floor(chance * round.length)];
  return student ? { student, drawn: [...(left.length ? known : []), student.person] } : null;
}
