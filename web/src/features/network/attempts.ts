import type { Configuration } from "@/app/configuration";
import type { Use } from "./hosts";
import { type Attempt, LIMIT_MS, better } from "./verdict";

const NO_TOKEN = new URLSearchParams({ grant_type: "refresh_token", refresh_token: "none" });
const WITHOUT: RequestInit = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };

/** Try an address, and once more where the first try failed. */
export async function attempted(use: Use, configuration: Configuration): Promise<Attempt> {
  const first = await once(use, configuration);
  return first.kind === "answered" ? first : better(await once(use, configuration), first);
}

async function once(use: Use, configuration: Configuration): Promise<Attempt> {
  const begun = performance.now();
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<Attempt["kind"]>((resolve) => {
    timer = setTimeout(() => {
      resolve("silent");
      over.abort();
    }, LIMIT_MS);
  });
  const answer = tried(use, configuration, over.signal).catch((): Attempt["kind"] => "refused");
  const kind = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return { kind, ms: Math.round(performance.now() - begun) };
}

async function tried({ url, way }: Use, configuration: Configuration, signal: AbortSignal): Promise<Attempt["kind"]> {
  switch (way) {
    case "json":
      return ofService(await fetch(url, { ...WITHOUT, signal }));
    case "token":
      // It refuses the token, and that is the answer: nobody else would say it in these words.
      return ofService(await fetch(url, { ...WITHOUT, signal, method: "POST", body: NO_TOKEN }));
    case "script":
      return preloaded(url, signal);
    case "stream": {
      const { streamed } = await import("./stream");
      return (await streamed(configuration)) ? "answered" : "refused";
    }
    default:
      await fetch(url, { ...WITHOUT, signal, mode: "no-cors" });
      return "answered";
  }
}

/** A service answers in JSON; a page that stands in its place does not. */
async function ofService(answer: Response): Promise<Attempt["kind"]> {
  const text = await answer.text();
  try {
    return typeof JSON.parse(text) === "object" ? "answered" : "foreign";
  } catch {
    return "foreign";
  }
}

/** Load a script without running it: of its host a page may load scripts, and call nothing. */
function preloaded(url: string, signal: AbortSignal): Promise<Attempt["kind"]> {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "script", href: url });
  const answer = new Promise<Attempt["kind"]>((resolve) => {
    link.onload = () => resolve("answered");
    link.onerror = () => resolve("refused");
    signal.addEventListener("abort", () => resolve("silent"));
  });
  document.head.append(link);
  return answer.finally(() => link.remove());
}
