/** What can be wrong with an address of a system, as the API judges it by its letters. */
export type AddressFault =
  | "empty"
  | "long"
  | "control"
  | "braces"
  | "fragment"
  | "signs"
  | "scheme"
  | "user"
  | "host"
  | "number"
  | "port"
  | "letters"
  | "inside";

const LONGEST = 2_000;
const LONGEST_HOST = 253;
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NUMBER = /^([0-9]+|0x[0-9a-f]*)$/;
/** Last labels of names that only a network's own machines know. */
const INSIDE = /^(internal|local(host)?)$/;
const ADDRESS = /^https:\/\/([a-z0-9.-]+|\[[0-9a-f:.]*\])(?::([0-9]*))?(?:[/?][^]*)?$/i;
const SIGNS = /^[A-Za-z0-9._~:/?[\]@!$&'()*+,;=%-]*$/;

/** Why the API refuses an address; null where it is something that the letters don't show. */
export function addressFault(text: string): AddressFault | null {
  if (!text) return "empty";
  if ([...text].length > LONGEST) return "long";
  if (CONTROL.test(text)) return "control";
  if (/\{[^{}]*\}/.test(text)) return "braces";
  if (text.includes("#")) return "fragment";
  if (!SIGNS.test(text)) return "signs";
  if (!text.toLowerCase().startsWith("https://")) return "scheme";
  if (text.slice(8).split(/[/?]/)[0]?.includes("@")) return "user";
  return hostFault(text);
}

function hostFault(text: string): AddressFault | null {
  const found = ADDRESS.exec(text);
  if (!found) return "host";
  const host = (found[1] ?? "").toLowerCase();
  const labels = host.split(".");
  const last = labels[labels.length - 1] ?? "";
  if (host.startsWith("[") || NUMBER.test(last)) return "number";
  if (found[2] !== undefined && found[2] !== "443") return "port";
  if (host.length > LONGEST_HOST || !labels.every((label) => LABEL.test(label))) return "letters";
  return labels.length === 1 || INSIDE.test(last) ? "inside" : null;
}
