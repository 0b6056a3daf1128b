import { useCallback, useEffect, useState } from "react";

/**
 * Whether names and photos are hidden from who looks at a projector; on and off by Alt and B as well.
 * Kept by nobody: a page that is opened anew begins as its owner expects it, with names.
 */
export function useBlur(): [boolean, (isBlurred: boolean) => void] {
  const [isBlurred, setBlurred] = useState(false);
  const onKey = useCallback((event: KeyboardEvent) => {
    // By the key and not by its letter, which Alt changes on some keyboards.
    if (event.code !== "KeyB" || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    event.preventDefault();
    setBlurred((was) => !was);
  }, []);
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onKey]);
  return [isBlurred, setBlurred];
}
