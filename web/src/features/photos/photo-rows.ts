/** Files that are to be photos, and what becomes of each; pure. */
import type { Schemas } from "@/api/client";
import type { PhotoFile } from "./photo-files";

type Match = Schemas["PhotoMatch"];

export interface Row {
  key: string;
  file: PhotoFile;
  member?: Schemas["MemberView"];
  state: "READY" | "SAVED" | "FAILED" | "NOBODY" | "SEVERAL";
  /** What the API answered, of one that failed; null where the browser could not read the file. */
  error?: unknown;
}

/** One row for each file; a second file for the same person is one too many for both. */
export function rowsOf(files: readonly PhotoFile[], matches: readonly Match[]): Row[] {
  const persons = matches.map(({ member }) => member?.person);
  return files.map((file, place) => {
    const { member, doubt } = matches[place] ?? {};
    const key = `${place}`;
    if (!member) return { key, file, state: doubt ?? "NOBODY" };
    const isOnly = persons.filter((person) => person === member.person).length === 1;
    return isOnly ? { key, file, member, state: "READY" } : { key, file, state: "SEVERAL" };
  });
}

const FIRST: Row["state"][] = ["FAILED", "SEVERAL", "NOBODY", "READY", "SAVED"];

/** What needs somebody first; else as it was. */
export const inOrder = (rows: readonly Row[]): Row[] =>
  [...rows].sort((one, other) => FIRST.indexOf(one.state) - FIRST.indexOf(other.state));
