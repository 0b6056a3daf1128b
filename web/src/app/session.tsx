import { initializeApp } from "firebase/app";
import {
  type Auth,
  type User,
  browserSessionPersistence,
  connectAuthEmulator,
  initializeAuth,
  onIdTokenChanged,
  signOut,
} from "firebase/auth";
import { type ReactNode, createContext, use, useEffect, useMemo, useState } from "react";
import { type Identity, identityOf } from "./claims";
import type { Configuration } from "./configuration";

interface Session {
  auth: Auth;
  /** undefined until it is known, null when nobody is signed in. */
  identity: Identity | null | undefined;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

/** Start Firebase Auth. A shared computer keeps nobody signed in once the browser is closed. */
export function startAuth(configuration: Configuration): Auth {
  const app = initializeApp({
    apiKey: configuration.apiKey,
    authDomain: configuration.authDomain,
    projectId: configuration.projectId,
  });
  const auth = initializeAuth(app, { persistence: browserSessionPersistence });
  if (configuration.emulators) {
    connectAuthEmulator(auth, configuration.emulators.auth, { disableWarnings: true });
  }
  return auth;
}

/** Gives everything inside it the signed-in person. */
export function SessionProvider({ auth, children }: { auth: Auth; children: ReactNode }) {
  const [identity, setIdentity] = useState<Identity | null | undefined>(undefined);
  useEffect(() => {
    const read = async (user: User | null) => {
      if (!user) return setIdentity(null);
      const token = await user.getIdTokenResult();
      setIdentity(identityOf(user.email, token.claims));
    };
    return onIdTokenChanged(auth, (user) => void read(user));
  }, [auth]);
  const session = useMemo(
    () => ({ auth, identity, signOut: () => signOut(auth) }),
    [auth, identity],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session; throws outside of a provider. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession is used outside of SessionProvider");
  return session;
}

/** The signed-in person; only for pages inside the shell. */
export function useIdentity(): Identity {
  const { identity } = useSession();
  if (!identity) throw new Error("useIdentity is used where nobody is signed in");
  return identity;
}
