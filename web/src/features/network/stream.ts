import { deleteApp, initializeApp } from "firebase/app";
import { doc, getDocFromServer, terminate } from "firebase/firestore";
import type { Configuration } from "@/app/configuration";
import { connected } from "@/app/documents";

/** What says that the database itself was not reached; any other refusal is its answer. */
const UNREACHED = new Set(["unavailable", "deadline-exceeded", "cancelled", "unknown"]);

/**
 * Whether the long connection by which pages stay up to date gets through: a document is asked for as a
 * live page asks. Nobody may read it, and the refusal comes by that connection.
 */
export async function streamed(configuration: Configuration): Promise<boolean> {
  // An app of its own: the one of the pages may have given up meanwhile, and waits before it tries again.
  const app = initializeApp({ apiKey: configuration.apiKey, projectId: configuration.projectId }, crypto.randomUUID());
  const database = connected(app, configuration);
  try {
    await getDocFromServer(doc(database, "network", "test"));
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return typeof code === "string" && !UNREACHED.has(code);
  } finally {
    void terminate(database).then(() => deleteApp(app));
  }
}
