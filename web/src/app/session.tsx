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
import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from "react";
import { type Api, toApiError } from "@/api/client";
import { idOf } from "@/api/names";
import { type Identity, identityOf } from "./claims";
import type { Configuration } from "./configuration";
import { useConfiguration } from "./configuration-context";
import { lazily } from "./lazily";
import { isPersonHere, whenReplaced } from "./person-here";

/** Why somebody is on the page of signing in who was not a moment ago. */
export type Farewell = "" | "ended" | "changed" | "idle" | "timeUp" | "replaced" | "enrolled";

const PATIENCE_MS = 2_000;

interface Session {
  auth: Auth;
  /** undefined until it is known, null when nobody is signed in. */
  identity: Identity | null | undefined;
  farewell: Farewell;
  /** End the session for good, here and for the API; says why where the person did not ask for it. */
  signOut: (why?: Farewell) => Promise<void>;
  /** Leave, since the session is over already. */
  leave: (farewell: Farewell) => void;
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

/** Gives everything inside it the signed-in person, for as long as their session lasts. */
export function SessionProvider({ auth, api, children }: { auth: Auth; api: Api; children: ReactNode }) {
  const [identity, setIdentity] = useState<Identity | null | undefined>(undefined);
  const [farewell, setFarewell] = useState<Farewell>("");
  useEffect(() => {
    // What is there when the page is loaded was there before; all that comes later is new.
    let here = "";
    let isNew = false;
    const read = async (user: User | null, isBack: boolean) => {
      if (!user) {
        here = "";
        return setIdentity(null);
      }
      if (user.uid !== here && !isPersonHere(user.uid, !isBack)) {
        setFarewell("replaced");
        return signOut(auth);
      }
      here = user.uid;
      const { claims } = await user.getIdTokenResult();
      const known = identityOf(user.email, claims);
      const whole = "m" in claims || known.isLimited ? known : await withMemberships(known, api);
      setFarewell("");
      setIdentity((before) => (same(before, whole) ? before : whole));
    };
    return onIdTokenChanged(auth, (user) => {
      void read(user, !isNew);
      isNew = true;
    });
  }, [auth, api]);
  const leave = useCallback(
    (why: Farewell) => {
      setFarewell(why);
      void signOut(auth);
    },
    [auth],
  );
  const session = useMemo(
    () => ({
      auth,
      identity,
      farewell,
      leave,
      signOut: async (why: Farewell = "") => {
        // What the API can't be told now it finds out by itself; nobody stays signed in for that.
        const told = api.POST("/v1/me:signOut").catch(() => undefined);
        await Promise.race([told, new Promise((goOn) => setTimeout(goOn, PATIENCE_MS))]);
        setFarewell(why);
        await signOut(auth);
      },
    }),
    [auth, api, identity, farewell, leave],
  );
  useWatch(auth, identity, leave);
  useEffect(() => {
    if (!identity || !auth.currentUser) return undefined;
    return whenReplaced(auth.currentUser.uid, () => leave("replaced"));
  }, [auth, identity, leave]);
  useRefusals(api, leave);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Leave as soon as the account or a school's record says that the session is over. */
function useWatch(auth: Auth, identity: Identity | null | undefined, leave: (why: Farewell) => void) {
  const configuration = useConfiguration();
  useEffect(() => {
    // Who has to prove themselves first may read nothing, and so listens to nothing.
    if (!identity || identity.isLimited || !auth.currentUser) return undefined;
    const { uid } = auth.currentUser;
    return lazily(() => import("./session-watch"), ({ watchSession }) =>
      watchSession(auth.app, configuration, uid, identity, leave),
    );
  }, [auth, configuration, identity, leave]);
}

/** Whoever belongs to more schools than a token holds is told by the API what they are. */
async function withMemberships(known: Identity, api: Api): Promise<Identity> {
  const { data } = await api.GET("/v1/me");
  const memberships = (data?.memberships ?? []).map(({ school, role, person, grades }) => ({
    school: idOf(school),
    role,
    person,
    isLimited: (grades ?? []).length > 0,
  }));
  return { ...known, memberships };
}

/** A token that was renewed says the same of the same session. */
const same = (before: Identity | null | undefined, after: Identity) => JSON.stringify(before) === JSON.stringify(after);

const OVER: Record<string, Farewell> = {
  SESSION_ENDED: "ended",
  MEMBERSHIP_ENDED: "changed",
  SESSION_EXPIRED: "idle",
};

/** Leave when the API says that the session is over. */
function useRefusals(api: Api, leave: (why: Farewell) => void) {
  useEffect(() => {
    const listening = {
      async onResponse({ response }: { response: Response }) {
        if (response.status !== 401) return;
        const why = OVER[toApiError(await response.clone().json()).reason];
        if (why) leave(why);
      },
    };
    api.use(listening);
    return () => api.eject(listening);
  }, [api, leave]);
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
