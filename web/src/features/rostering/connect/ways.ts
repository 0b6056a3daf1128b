/** How a system's people can come, and what a connection begins with. Pure. */
import type { Schemas } from "@/api/client";
import type { Connection } from "../queries";
import { KINDS } from "../run-state";

type System = Schemas["SisSystem"];
export type Way = "ONEROSTER" | "CLASSLINK" | "SFTP";

/** The ways that are open, the usual one first; Clever's own interface is none of them. */
export function waysOf(system: Pick<System, "method"> | undefined): readonly Way[] {
  switch (system?.method) {
    case "ONEROSTER":
      return ["ONEROSTER", "SFTP"];
    case "CLASSLINK":
      return ["CLASSLINK", "SFTP"];
    case "CLEVER":
      return ["SFTP"];
    default:
      return ["SFTP", "ONEROSTER"];
  }
}

/** Whether the usual way of a system is known from what is published, and not only what most have. */
export const isSourced = ({ profile }: Pick<System, "profile">): boolean => profile === "SOURCED";

/** Whether it stands for every system that is not in the list. */
export const isGeneric = ({ name }: Pick<System, "name">): boolean => name.startsWith("sisSystems/other-");

/** Connections whose people another may take over: as the API allows it. */
export function replaceable(all: readonly Connection[], own = ""): Connection[] {
  const taken = new Set(all.filter(({ name }) => name !== own).map(({ migratesFrom }) => migratesFrom));
  const isTaken = (id: string) => taken.has(id);
  if (isTaken(own.slice(own.lastIndexOf("/") + 1))) return [];
  return all.filter(
    ({ name, migratesFrom, feed }) =>
      name !== own && !migratesFrom && feed.stopped !== "MIGRATED" && !isTaken(name.slice(name.lastIndexOf("/") + 1)),
  );
}

type Settings = Partial<Schemas["ConnectionUpdate"]>;

/**
 * What a new connection may do at first: adding is safe from the first day on. Of one that takes over from another
 * updating stays as it was, and so do the days and limits that the school has chosen; archiving waits in any case.
 */
export function begunWith(before: Connection | undefined): Settings {
  const switches = Object.fromEntries(
    KINDS.map((kind) => [kind, { add: true, update: before?.switches?.[kind]?.update ?? false, archive: false }]),
  );
  if (!before) return { switches };
  const { windows, limits, archiveAfterNights, takesBackEdits, ownsHandAdded } = before;
  const { rosterSections, sectionTerms, sectionGrades } = before;
  const kept = { windows, limits, archiveAfterNights, takesBackEdits, ownsHandAdded };
  return { switches, ...kept, rosterSections, sectionTerms, sectionGrades } as Settings;
}
