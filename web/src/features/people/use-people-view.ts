import { useLocation, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import type { PeopleSearch } from "./people-search";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** What was typed to find somebody. */
    sought?: string;
    /** Where the page of people begins. */
    pageToken?: string;
  }
}

/**
 * What the page of people shows. Filters stand in its address, so that each view is a link. What was
 * typed and where a page begins hold names, and no name goes into an address: they stand in the
 * browser's history, where the back button finds them.
 */
export function usePeopleView() {
  const search = useSearch({ from: "/shell/schools/$school/people" });
  const { sought = "", pageToken = "" } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate({ from: "/schools/$school/people" });
  const { school } = useParams({ from: "/shell/schools/$school/people" });
  const router = useRouter();
  // Who has opened somebody's page meanwhile stays on the way there, though it is still being loaded.
  const isHere = () => router.latestLocation.pathname === `/schools/${school}/people`;
  return {
    search,
    sought,
    pageToken,
    filter: (chosen: PeopleSearch) =>
      void navigate({ search: chosen, state: { sought }, resetScroll: false }),
    seek: (text: string) => {
      if (text !== sought && isHere()) void navigate({ search, state: { sought: text }, replace: true, resetScroll: false });
    },
    clear: () => void navigate({ search: {}, state: {} }),
    turnTo: (token: string) =>
      void navigate({ search, state: { sought, ...(token ? { pageToken: token } : {}) } }),
  };
}
