/** What the console is told at its start by the address that serves it; nothing is built in. */
export interface Configuration {
  apiKey: string;
  authDomain: string;
  projectId: string;
  /** Where roster files are sent; hostKeys are fingerprints such as SHA256:… */
  sftp?: { host: string; port: number; hostKeys: string[] };
  emulators?: { auth: string; firestore: string; storage: string };
}

/** Ask for the configuration; throws an Error when it can't be had. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch("/config.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return (await answer.json()) as Configuration;
}
