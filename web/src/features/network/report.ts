/** What is sent to the district's IT about a test: plain text, nothing of a person. Pure. */
import type { TFunction } from "i18next";
import type { Host } from "./hosts";
import { type Attempts, keyOf, resultOf, verdictOf } from "./verdict";

interface About {
  hosts: readonly Host[];
  attempts: Attempts;
  time: Date;
  /** The console's address. */
  origin: string;
  browser: string;
}

/** The report in the language of the page, a line for each host and what it is for. */
export function reportOf({ hosts, attempts, time, origin, browser }: About, t: TFunction): string {
  const verdict = verdictOf(hosts, attempts);
  const lines = hosts.flatMap((host) => {
    const result = resultOf(host, hosts[0], attempts);
    const first = `${host.id} (${host.protocol}): ${result ? t(`network.results.${result}`) : "–"}`;
    const uses = host.uses.map((use) => {
      const attempt = attempts.get(keyOf(use));
      const came = attempt ? t(`network.attempts.${attempt.kind}`, { ms: attempt.ms }) : t("network.attempts.untried");
      return `  ${t(`network.purposes.${use.purpose}`)}: ${came}`;
    });
    return [first, ...uses];
  });
  return [
    t("network.reportTitle", { origin }),
    time.toISOString(),
    browser,
    ...(verdict ? [t(`network.verdicts.${verdict}`)] : []),
    "",
    ...lines,
  ].join("\n");
}
