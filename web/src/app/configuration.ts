/** What the console is told at its start by the address that serves it; nothing is built in. */
export interface Configuration {
  apiKey: string;
  authDomain: string;
  projectId: string;
  /** Where roster files are sent; hostKeys are fingerprints such as SHA256:… */
  sftp?: { host: string; port: number; hostKeys: string[] };
  emulators?: { auth: string; firestore: string; storage: string };
}

/** Where what the console uses answers: the start of a URL; of the script, all of it. */
export interface Services {
  signIn: string;
  tokens: string;
  database: string;
  files: string;
  /** The script by which the console speaks with its sign-in frame. */
  googleScript: string;
  googleAccounts: string;
}

/** The services behind a console; `origin` is its own. */
export function servicesOf({ emulators }: Configuration, origin: string): Services {
  const ofGoogle = (host: string, here: string | undefined) => here ?? `https://${host}`;
  const ofAuth = (host: string) => ofGoogle(host, emulators && `${emulators.auth}/${host}`);
  return {
    signIn: ofAuth("identitytoolkit.googleapis.com"),
    tokens: ofAuth("securetoken.googleapis.com"),
    database: ofGoogle("firestore.googleapis.com", emulators && `http://${emulators.firestore}`),
    files: ofGoogle("storage.googleapis.com", emulators?.storage),
    googleScript: emulators ? `${origin}/emulator/auth/gapi.js` : "https://apis.google.com/js/api.js",
    googleAccounts: ofGoogle("accounts.google.com", emulators && origin),
  };
}

/** Ask for the configuration; throws an Error when it can't be had. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch("/config.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return (await answer.json()) as Configuration;
}
