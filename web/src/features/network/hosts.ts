/** Which hosts a school's network has to let through: what the console uses, by host and port. Pure. */
import type { Configuration } from "@/app/configuration";
import { servicesOf } from "@/app/configuration";

export type Purpose =
  | "console"
  | "api"
  | "signIn"
  | "tokens"
  | "data"
  | "live"
  | "files"
  | "googleScript"
  | "googleAccounts"
  | "signInPages"
  | "rosterFiles";

/**
 * How a browser tries an address. An answer of JSON shows that the service itself has answered;
 * "token" is the same by a call that sends something; "reach" is any answer at all; "stream" the long
 * connection of live pages; "script" what the page may load but not call. "hand" can't be tried from a page.
 */
export type Way = "json" | "token" | "reach" | "stream" | "script" | "hand";

export interface Use {
  purpose: Purpose;
  url: string;
  way: Way;
}

export interface Host {
  /** Host and port, such as `apis.google.com:443`. */
  id: string;
  host: string;
  port: string;
  protocol: "HTTPS" | "HTTP" | "SFTP";
  uses: Use[];
}

const PORTS: Record<string, string> = { "https:": "443", "http:": "80" };

/**
 * Every host that the console calls, the console's own first.
 *
 * @param configuration as the console was told it
 * @param origin of the console itself
 * @param withGoogle people sign in with Google here, or it is not known whether they do
 */
export function hostsOf(configuration: Configuration, origin: string, withGoogle: boolean): Host[] {
  const services = servicesOf(configuration, origin);
  const key = `key=${encodeURIComponent(configuration.apiKey)}`;
  const google: Use[] = [
    { purpose: "googleScript", url: services.googleScript, way: "script" },
    { purpose: "googleAccounts", url: `${services.googleAccounts}/`, way: "hand" },
  ];
  const own = new URL(origin);
  const pages = new URL(`${own.protocol}//${configuration.authDomain}`);
  const uses: Use[] = [
    { purpose: "console", url: `${origin}/config.json`, way: "json" },
    { purpose: "api", url: `${origin}/v1/signInOptions`, way: "json" },
    { purpose: "signIn", url: `${services.signIn}/v1/projects?${key}`, way: "json" },
    { purpose: "tokens", url: `${services.tokens}/v1/token?${key}`, way: "token" },
    { purpose: "data", url: `${services.database}/`, way: "reach" },
    { purpose: "live", url: `${services.database}/`, way: "stream" },
    { purpose: "files", url: `${services.files}/`, way: "reach" },
    // Google's pages open in their own window; the page itself may not call them.
    ...(withGoogle ? google : []),
    ...(withGoogle && pages.host !== own.host ? [{ purpose: "signInPages", url: pages.href, way: "hand" } as const] : []),
  ];
  return joined(uses);
}

/** Where the school's own systems send roster files; null where the console was not told. */
export function filesHostOf({ sftp }: Configuration): Host | null {
  if (!sftp) return null;
  const port = String(sftp.port);
  return {
    id: `${sftp.host}:${port}`,
    host: sftp.host,
    port,
    protocol: "SFTP",
    uses: [{ purpose: "rosterFiles", url: `sftp://${sftp.host}:${port}`, way: "hand" }],
  };
}

/** The hosts as lines that a firewall's administrator can copy. */
export const listOf = (hosts: readonly Host[]): string =>
  hosts.map(({ host, port, protocol }) => `${host}\t${port}\tTCP\t${protocol}`).join("\n");

function joined(uses: readonly Use[]): Host[] {
  const hosts = new Map<string, Host>();
  for (const use of uses) {
    const { hostname, port: told, protocol } = new URL(use.url);
    const port = told || (PORTS[protocol] ?? "");
    const id = `${hostname}:${port}`;
    const known = hosts.get(id) ?? { id, host: hostname, port, protocol: protocol === "http:" ? "HTTP" : "HTTPS", uses: [] };
    hosts.set(id, { ...known, uses: [...known.uses, use] });
  }
  return [...hosts.values()];
}
