import type { FirebaseApp } from "firebase/app";
import { type DocumentData, doc, onSnapshot } from "firebase/firestore";
import type { Identity, Membership } from "./claims";
import type { Configuration } from "./configuration";
import { database } from "./documents";
import type { Farewell } from "./session";

const MOST_SCHOOLS = 20;

/**
 * Listen to the account and to the schools' records of the person: the session is over with the first
 * of them that no longer has them as they signed in, and for the reason that this one gives. Gives the
 * end of listening.
 */
export function watchSession(
  app: FirebaseApp,
  configuration: Configuration,
  uid: string,
  identity: Identity,
  leave: (why: Farewell) => void,
): () => void {
  let isLeft = false;
  const leaveFirst = (why: Farewell) => {
    if (!isLeft) leave(why);
    isLeft = true;
  };
  const listen = (path: string, isOver: (fields: DocumentData | undefined) => boolean, why: Farewell) =>
    onSnapshot(
      doc(database(app, configuration), path),
      (found) => {
        // What is kept here from before says nothing of now.
        if (!found.metadata.fromCache && isOver(found.data())) leaveFirst(why);
      },
      // The rules refuse who is out already, at whichever document: that says nothing of a school.
      ({ code }) => {
        if (code === "permission-denied") leaveFirst("ended");
      },
    );
  const members = identity.memberships.filter(({ role }) => role !== "PARENT").slice(0, MOST_SCHOOLS);
  const stops = [
    listen(`accounts/${uid}`, (account) => !isAlive(account, identity.session), "ended"),
    ...members.map((held) =>
      listen(`schools/${held.school}/members/${held.person}`, (member) => !stands(member, held), "changed"),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const isAlive = (account: DocumentData | undefined, session: string) =>
  account?.["state"] === "ACTIVE" && session in ((account["sessions"] as Record<string, unknown> | undefined) ?? {});

const stands = (member: DocumentData | undefined, held: Membership) =>
  member?.["state"] === "ACTIVE" && member["role"] === held.role;
