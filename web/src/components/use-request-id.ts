import { useRef } from "react";

/** Gives the same id to the same request, so that a second click does nothing a second time. */
export function useRequestId(): (body: unknown) => string {
  const last = useRef({ text: "", id: "" });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.text !== text) last.current = { text, id: crypto.randomUUID() };
    return last.current.id;
  };
}
