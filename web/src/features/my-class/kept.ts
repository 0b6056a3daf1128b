/** How somebody had My Class last in this browser: ids of lists and the page's own switches, nobody's name. */
import { SORTS, type Sort } from "./students";

const KEPT = "carillon-my-class";
export const VIEWS = ["cards", "list"] as const;
export type View = (typeof VIEWS)[number];

export interface Kept {
  /** Ids of lists. */
  lists: string[];
  view: View;
  sort: Sort;
}

/** What was kept for one school; the usual where nothing was, or nothing that is understood. */
export function readKept(text: string | null, school: string): Kept {
  const found = asRecord(asRecord(parsed(text))[school]);
  const lists = Array.isArray(found["lists"]) ? found["lists"] : [];
  return {
    lists: lists.filter((one): one is string => typeof one === "string"),
    view: VIEWS.find((one) => one === found["view"]) ?? "cards",
    sort: SORTS.find((one) => one === found["sort"]) ?? "lastName",
  };
}

/** The same text with what one school has now. */
export function writeKept(text: string | null, school: string, kept: Kept): string {
  return JSON.stringify({ ...asRecord(parsed(text)), [school]: kept });
}

export const keptHere = (school: string): Kept => readKept(localStorage.getItem(KEPT), school);

export function keepHere(school: string, kept: Kept): void {
  localStorage.setItem(KEPT, writeKept(localStorage.getItem(KEPT), school, kept));
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    // Whatever stands there, it is none of ours.
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
