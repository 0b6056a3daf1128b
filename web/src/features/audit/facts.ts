/** What an entry says of its subjects beside who they are, in words; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import { STATES } from "@/features/accounts/accounts-search";
import { providerName } from "@/features/accounts/words";

export type Subject = Schemas["AuditSubjectView"];

const isSaid = (word: string | false | undefined): word is string => typeof word === "string" && word !== "";

/** Of how somebody signs in: the way, what became of the account, and the reason that was given. */
export function signInWords({ provider, state, breakGlass, reason }: Subject["facts"], t: TFunction): string[] {
  const known = STATES.find((each) => each === state);
  return [
    provider && providerName(provider, t),
    known && t(`accounts.states.${known}`),
    breakGlass && t("audit.things.emergency"),
    reason && t("audit.things.reason", { reason }),
  ].filter(isSaid);
}

/** Of what is no person: a connection, a file, a number of rows. */
export function thingWords(facts: Subject["facts"], t: TFunction): string[] {
  const { connection, guardian, people, count, view, path, on, session, account } = facts;
  const ways = on?.split(" ").filter(Boolean);
  return [
    connection && t("audit.things.connection", { id: connection }),
    path && t("audit.things.connection", { id: path.slice(path.lastIndexOf("/") + 1) }),
    guardian && t("audit.things.guardian"),
    people && t("audit.things.people", { count: Number(people) }),
    count && t("audit.things.rows", { count: Number(count) }),
    facts["export"] && !count && t("audit.things.begun"),
    view && t("audit.things.whole"),
    ways && t("audit.things.on", { ways: ways.map((way) => providerName(way, t)).join(", ") || "–" }),
    session && !account && t("audit.things.session"),
    ...signInWords(facts, t),
  ].filter(isSaid);
}
