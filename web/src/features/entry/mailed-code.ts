import { useEffect, useState } from "react";

/**
 * The code of the mailed link that this page was opened by, empty for none. It stands behind a # so that no
 * server sees it, and is taken out of the address at once, so that it does not stay in the browser's history.
 */
export function useMailedCode(): string {
  const [code] = useState(() => codeIn(location.hash));
  useEffect(() => {
    if (code) history.replaceState(history.state, "", location.pathname);
  }, [code]);
  return code;
}

/** The code in the part of an address behind its #. Pure. */
export const codeIn = (hash: string): string => new URLSearchParams(hash.replace(/^#/, "")).get("code") ?? "";
