import type { FirebaseApp } from "firebase/app";
import {
  type Firestore,
  collection,
  connectFirestoreEmulator,
  doc,
  documentId,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  where,
} from "firebase/firestore";
import type { Configuration } from "./configuration";
import type { Part } from "./live";

const SETTLE_MS = 150;
let opened: Firestore | undefined;

/** The database as this page reads it; opened once. */
export function database(app: FirebaseApp, configuration: Configuration): Firestore {
  opened ??= connected(app, configuration);
  return opened;
}

/** The database of an app that nobody has opened yet. */
export function connected(app: FirebaseApp, { emulators }: Configuration): Firestore {
  const made = getFirestore(app);
  if (emulators) {
    const [host = "", port = ""] = emulators.firestore.split(":");
    connectFirestoreEmulator(made, host, Number(port));
  }
  return made;
}

/** Listen to documents; calls `changed` after the first answer and after each change. Gives its end. */
export function listen(
  app: FirebaseApp,
  configuration: Configuration,
  parts: readonly Part[],
  changed: () => void,
): () => void {
  const settled = joined(changed);
  const stops = parts.map(({ collection: path, ids, newestBy, limit: most }) => {
    const all = collection(database(app, configuration), path);
    const [only, ...others] = ids;
    // Who may get a document may not always ask for one of its collection.
    if (only && !others.length) return onSnapshot(doc(all, only), settled.call, () => undefined);
    const chosen = ids.length ? where(documentId(), "in", ids) : orderBy(newestBy, "desc");
    return onSnapshot(query(all, chosen, limit(most)), settled.call, () => undefined);
  });
  return () => {
    settled.cancel();
    for (const stop of stops) stop();
  };
}

/** Many changes shortly after one another are one. */
function joined(changed: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, SETTLE_MS);
    },
    cancel: () => clearTimeout(timer),
  };
}
