/** The ways to sign in as a form holds them, and what of them is sent and asked before. Pure. */
import type { Schemas } from "@/api/client";

export type ProviderView = Schemas["ProviderView"];
export type Way = Pick<ProviderView, "provider" | "enabled" | "realms">;

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** What somebody typed as the domain that it means: without what stands before an @ or after a slash. */
export function domainOf(typed: string): string {
  const plain = typed.trim().toLowerCase();
  return plain.replace(/^[a-z]+:\/\//, "").replace(/^.*@/, "").replace(/[/:].*$/, "").replace(/\.$/, "");
}

/** True for what can be a domain. */
export const isDomain = (text: string): boolean => DOMAIN.test(text);

/** Domains as they will be: each once, and only what can be one. */
export const domainsOf = (typed: readonly string[]): string[] => [...new Set(typed.map(domainOf))].filter(isDomain);

/** Ways as the form begins. */
export const waysOf = (providers: readonly ProviderView[]): Way[] =>
  providers.map(({ provider, enabled, realms }) => ({ provider, enabled, realms: realms ?? [] }));

export interface Taken {
  provider: string;
  /** The whole way is off. */
  isOff: boolean;
  domains: string[];
}

/** What people could use until now and can't any more: for a question before it is saved. */
export function takenBy(before: readonly Way[], after: readonly Way[]): Taken[] {
  return before
    .filter(({ enabled }) => enabled)
    .map((old) => {
      const now = after.find(({ provider }) => provider === old.provider);
      const isOff = !now?.enabled;
      return { provider: old.provider, isOff, domains: isOff ? [] : (old.realms ?? []).filter((each) => !now.realms?.includes(each)) };
    })
    .filter(({ isOff, domains }) => isOff || domains.length > 0);
}

/** Indices of ways that the API found at fault, such as 1 of `providers.1.realms`. */
export const faultyWays = (fields: readonly string[]): number[] =>
  fields.flatMap((field) => {
    const found = /^providers\.(\d+)\b/.exec(field)?.[1];
    return found === undefined ? [] : [Number(found)];
  });

/** The key of words for a way; a dot would be read as a step. */
export const keyOfWay = (provider: string): string => provider.replaceAll(".", "_");
