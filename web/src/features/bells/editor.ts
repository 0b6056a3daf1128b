import { createContext, useContext } from "react";
import type { Calendar } from "@/features/calendar/queries";
import type { Matching } from "./queries";

export interface Editor {
  school: string;
  calendar: Calendar;
  edit: (change: (was: Calendar) => Calendar) => void;
  /** What is wrong at a place, in words; undefined where nothing is. */
  fault: (place: string) => string | undefined;
  /** How the classes of the school meet it; undefined until it is known. */
  matching: Matching | undefined;
}

export const EditorContext = createContext<Editor | null>(null);

/** The calendar that is being written, for the parts of the page. */
export function useEditor(): Editor {
  const found = useContext(EditorContext);
  if (!found) throw new Error("outside of the editor");
  return found;
}
