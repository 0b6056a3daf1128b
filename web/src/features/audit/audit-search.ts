/** Which entries a page shows, as its address says it, and the API's words for that. Pure. */
import { VERBS, type Verb } from "./verbs";
import { dayStart, isDay } from "./zone-day";

export interface AuditSearch {
  verb?: Verb;
  /** Person ids: who did it, and whom it is about. An id is no name, and may stand in an address. */
  by?: string;
  person?: string;
  /** Days on the school's clocks, or the browser's own for the district's; the last one included. */
  from?: string;
  to?: string;
  pageToken?: string;
}

const PERSON_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What an address asks for; what is not understood is left out. */
export function auditSearch(given: Record<string, unknown>): AuditSearch {
  const text = (name: string) => String(given[name] ?? "");
  const verb = VERBS.find((each) => each === text("verb"));
  const fitting = (name: string, fits: boolean) => (fits ? { [name]: text(name) } : {});
  return {
    ...(verb ? { verb } : {}),
    ...fitting("by", PERSON_ID.test(text("by"))),
    ...fitting("person", PERSON_ID.test(text("person"))),
    ...fitting("from", isDay(text("from"))),
    ...fitting("to", isDay(text("to"))),
    ...fitting("pageToken", text("pageToken") !== ""),
  };
}

/** What an address asks of the district's entries, which are looked for by no person. */
export function districtAuditSearch(given: Record<string, unknown>): AuditSearch {
  return auditSearch({ ...given, by: "", person: "" });
}

export interface AuditAsked {
  filter: string;
  startTime: string;
  endTime: string;
}

/** The same as a question to the API, on the clocks of the school. */
export function askedBy({ verb, by, person, from, to }: AuditSearch, zone: string | undefined): AuditAsked {
  const terms = { verb, actor: by && `person:${by}`, person };
  return {
    filter: Object.entries(terms)
      .filter(([, value]) => value)
      .map(([field, value]) => `${field} = "${value}"`)
      .join(" AND "),
    startTime: from ? dayStart(from, zone) : "",
    endTime: to ? dayStart(to, zone, 1) : "",
  };
}
