import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import type { Account } from "./queries";

export type AccountVerb = "signOut" | "disable" | "enable" | "unlink";

/** Does something to an account, and has everything that shows it read again. */
export function useAccountAct(school: string, { name }: Account) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const account = idOf(name);
  const params = { path: { school, account } };
  const calls = {
    signOut: () => api.POST("/v1/schools/{school}/accounts/{account}:signOut", { params }),
    disable: () => api.POST("/v1/schools/{school}/accounts/{account}:disable", { params }),
    enable: () => api.POST("/v1/schools/{school}/accounts/{account}:enable", { params }),
    unlink: (provider: string) =>
      api.POST("/v1/schools/{school}/accounts/{account}:unlink", { params, body: { provider } }),
  };
  return async (verb: AccountVerb, provider = "") => {
    try {
      await answered(calls[verb](provider));
    } finally {
      // Also where somebody was faster, so that the page shows what they did.
      await queries.invalidateQueries({ queryKey: ["accounts", school] });
    }
    tell(t(`accounts.done.${verb}`));
  };
}
