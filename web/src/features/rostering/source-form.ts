import type { Schemas } from "@/api/client";
import { type AddressFault, addressFault } from "./source-address";

export type Source = Schemas["ApiSourceSettings"];
type Stored = Schemas["ApiSourceView"] | null | undefined;
type Profile = Schemas["ApiProfile"] | null | undefined;

export const VERSIONS = ["AUTO", "V1P2", "V1P1"] as const;
export const WAYS = ["AUTO", "BASIC", "BODY", "QUERY", "OAUTH1_SHA256", "OAUTH1_SHA1"] as const;
export const SCOPES = ["AUTO", "V1P2", "V1P1", "NONE", "CUSTOM"] as const;

/** The methods whose connections have an address and keys. */
export const hasSource = (method: string) => method === "ONEROSTER" || method === "CLASSLINK";

const USUAL: Source = {
  baseUrl: "",
  tokenUrl: "",
  tokenUrlApproved: false,
  clientId: "",
  version: "AUTO",
  authentication: "AUTO",
  scope: "AUTO",
  customScope: "",
  pageLimit: 1_000,
  preferRoleEndpoints: false,
  keepCookies: true,
  deltaPulls: false,
};

/** An address that is the same at every school; of one with parts in braces nothing is filled in. */
const fixed = (template: string) => (template.includes("{") ? "" : template);

/** What the form begins with: what is stored; before that what is published about the system. */
export function sourceOf(stored: Stored, profile: Profile): Source {
  const names = Object.keys(USUAL) as (keyof Source)[];
  if (stored) return Object.fromEntries(names.map((name) => [name, stored[name]])) as unknown as Source;
  if (!profile) return USUAL;
  return {
    ...USUAL,
    baseUrl: fixed(profile.baseUrl),
    tokenUrl: fixed(profile.tokenUrl),
    version: profile.version ?? USUAL.version,
    authentication: profile.authentication ?? USUAL.authentication,
    scope: profile.scope ?? USUAL.scope,
    pageLimit: profile.pageLimit ?? USUAL.pageLimit,
    preferRoleEndpoints: profile.preferRoleEndpoints ?? USUAL.preferRoleEndpoints,
    keepCookies: profile.keepCookies ?? USUAL.keepCookies,
    deltaPulls: profile.deltaPulls ?? USUAL.deltaPulls,
  };
}

const HOW = [
  "version",
  "authentication",
  "scope",
  "customScope",
  "pageLimit",
  "preferRoleEndpoints",
  "keepCookies",
  "deltaPulls",
] as const;

/** Whether a system is asked as is usual for it, so that nobody has to look at how. */
export function isUsual(source: Source, profile: Profile): boolean {
  const usual = sourceOf(null, profile);
  return HOW.every((name) => source[name] === usual[name]);
}

/** What is sent: without the spaces that a paste brings along, and a scope of one's own only where it counts. */
export function settingsOf(source: Source): Source {
  return {
    ...source,
    baseUrl: source.baseUrl.trim(),
    tokenUrl: source.tokenUrl.trim(),
    clientId: source.clientId.trim(),
    customScope: source.scope === "CUSTOM" ? source.customScope.trim() : "",
  };
}

/** Whether saving takes the secret away, because it would be sent elsewhere. */
export function losesSecret(stored: Stored, source: Source): boolean {
  const next = settingsOf(source);
  return Boolean(stored?.hasSecret) && (next.baseUrl !== stored?.baseUrl || next.tokenUrl !== stored.tokenUrl);
}

/** What became of the secret. */
export function secretState(stored: Stored): "set" | "cleared" | "none" {
  if (stored?.hasSecret) return "set";
  return stored?.secretClearedTime ? "cleared" : "none";
}

/** What the form says of a field; `elsewhere` asks whether the secret may go to another domain. */
export type Fault = AddressFault | "elsewhere" | "refused" | "clientId" | "customScope" | "pageLimit";
export type Faults = Partial<Record<keyof Source, Fault>>;

/**
 * Why the API refuses a source, by field.
 *
 * @param fields that are at fault, as the API names them
 * @param sent what was sent
 */
export function faultsOf(fields: readonly string[], sent: Source): Faults {
  const names = fields.map((field) => field.replace(/^apiSource\./, ""));
  const found: Faults = {};
  if (names.includes("baseUrl")) found.baseUrl = addressFault(sent.baseUrl) ?? "refused";
  if (names.includes("tokenUrl")) found.tokenUrl = addressFault(sent.tokenUrl) ?? "elsewhere";
  for (const name of ["clientId", "customScope", "pageLimit"] as const) {
    if (names.includes(name)) found[name] = name;
  }
  return found;
}

/** Of these faults those of fields that nobody has changed since they were sent. */
export function stillFaulted(faults: Faults, sent: Source, now: Source): Faults {
  const names = Object.keys(faults) as (keyof Source)[];
  return Object.fromEntries(names.filter((name) => sent[name] === now[name]).map((name) => [name, faults[name]]));
}

/** The settings after a change of one; what was said of one token address counts for no other. */
export function changed(source: Source, by: Partial<Source>): Source {
  const moves = by.baseUrl !== undefined || by.tokenUrl !== undefined;
  return { ...source, ...(moves ? { tokenUrlApproved: false } : {}), ...by };
}
