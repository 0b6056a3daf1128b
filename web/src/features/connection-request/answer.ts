import type { Schemas } from "@/api/client";
import { type Fault, type Source, faultsOf, sourceOf, stillFaulted } from "@/features/rostering/source-form";

/** The API's reason for a link that opens nothing. */
export const GONE = "CONNECTION_REQUEST_GONE";

export type Values = Omit<Schemas["SourceValues"], "code">;
type Profile = Parameters<typeof sourceOf>[1];

/** What the form begins with: the address where it is the same at every school. */
export function valuesOf(profile: Profile): Values {
  const { baseUrl, tokenUrl } = sourceOf(null, profile);
  return { baseUrl, tokenUrl, tokenUrlApproved: false, clientId: "", clientSecret: "" };
}

/** What is sent: without the spaces that a paste brings along. */
export function sentOf(values: Values): Values {
  return {
    ...values,
    baseUrl: values.baseUrl.trim(),
    tokenUrl: values.tokenUrl.trim(),
    clientId: values.clientId.trim(),
    clientSecret: values.clientSecret.trim(),
  };
}

/** The values after a change of one; what was said of one token address counts for no other. */
export function changedBy(values: Values, by: Partial<Values>): Values {
  const moves = by.baseUrl !== undefined || by.tokenUrl !== undefined;
  return { ...values, ...(moves ? { tokenUrlApproved: false } : {}), ...by };
}

export type AnswerFault = Fault | "missing" | "secret";
export type AnswerFaults = Partial<Record<keyof Values, AnswerFault>>;

/**
 * What the form says of its fields once it was tested or sent.
 *
 * @param refused fields that the API finds at fault in what was sent
 * @param sent what was sent
 * @param now what stands in the form; what was said of another value counts no more
 */
export function faultsIn(refused: readonly string[], sent: Values, now: Values): AnswerFaults {
  const source = (values: Values) => ({ ...sourceOf(null, null), ...values }) as Source;
  const found: AnswerFaults = stillFaulted(faultsOf(refused, source(sent)), source(sent), source(now));
  if (!now.clientId && !sent.clientId) found.clientId = "missing";
  if (!now.clientSecret && !sent.clientSecret) found.clientSecret = "missing";
  else if (refused.includes("clientSecret") && sent.clientSecret === now.clientSecret) found.clientSecret = "secret";
  return found;
}
