const KEPT = "carillon-person";

/**
 * Of one browser's tabs each has its own sign-in, and all of them are one person's: whoever signs in
 * last. Tells the other tabs whose this browser is.
 *
 * @param isNew they have just signed in, and are not only back on a page that was loaded again
 * @returns false where it is another person's by now
 */
export function isPersonHere(uid: string, isNew: boolean): boolean {
  const known = localStorage.getItem(KEPT);
  if (!isNew && known !== null && known !== uid) return false;
  localStorage.setItem(KEPT, uid);
  return true;
}

/** Hear when this browser becomes another person's than `uid`; gives the end of it. */
export function whenReplaced(uid: string, replaced: () => void): () => void {
  const look = () => {
    const known = localStorage.getItem(KEPT);
    if (known !== null && known !== uid) replaced();
  };
  addEventListener("storage", look);
  // A tab that was frozen has heard nothing meanwhile.
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    removeEventListener("storage", look);
    removeEventListener("pageshow", look);
    document.removeEventListener("visibilitychange", look);
  };
}
