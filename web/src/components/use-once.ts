import { useState } from "react";

type Once = <T>(request: unknown, send: (requestId: string) => Promise<T>) => Promise<T>;

/** Gives a request an id that stays its own until it is answered, so that trying again does nothing a second time. */
export function newOnce(): Once {
  let open = { text: "", id: "" };
  return async (request, send) => {
    const text = JSON.stringify(request);
    if (open.text !== text) open = { text, id: crypto.randomUUID() };
    const answer = await send(open.id);
    open = { text: "", id: "" };
    return answer;
  };
}

/** The same for as long as the component is there. */
export const useOnce = (): Once => useState(newOnce)[0];
