import { useLocation, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import type { AccountsSearch } from "./accounts-search";

/**
 * What the page of accounts shows. The state stands in its address. What was typed is somebody's e-mail,
 * which goes into no address: it stands in the browser's history, where the back button finds it.
 */
export function useAccountsView() {
  const search = useSearch({ from: "/shell/schools/$school/accounts" });
  const { sought = "", pageToken = "" } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate({ from: "/schools/$school/accounts" });
  const { school } = useParams({ from: "/shell/schools/$school/accounts" });
  const router = useRouter();
  // Who has opened an account meanwhile stays on the way there, though it is still being loaded.
  const isHere = () => router.latestLocation.pathname === `/schools/${school}/accounts`;
  return {
    search,
    sought,
    pageToken,
    filter: (chosen: AccountsSearch) => void navigate({ search: chosen, state: { sought }, resetScroll: false }),
    seek: (text: string) => {
      if (text !== sought && isHere()) void navigate({ search, state: { sought: text }, replace: true, resetScroll: false });
    },
    clear: () => void navigate({ search: {}, state: {} }),
    turnTo: (token: string) => void navigate({ search, state: { sought, ...(token ? { pageToken: token } : {}) } }),
  };
}
