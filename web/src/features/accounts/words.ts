/** How accounts are spoken of; pure. */
import type { TFunction } from "i18next";
import type { Meaning } from "@/components/StateBadge";
import type { AccountState } from "./accounts-search";

export const MEANINGS: Record<AccountState, Meaning> = { ACTIVE: "done", DISABLED: "refused", ENDED: "quiet" };

/** A way to sign in by its name at Firebase; a dot in a key would mean something else to the texts. */
export const providerName = (provider: string, t: TFunction): string =>
  t(`accounts.providers.${provider.replaceAll(".", "_")}`, { defaultValue: provider });
