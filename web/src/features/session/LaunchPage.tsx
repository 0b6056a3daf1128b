import { Button, Loader, Stack, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import {
  type Auth,
  type MultiFactorError,
  browserPopupRedirectResolver,
  getRedirectResult,
  signInWithRedirect,
} from "firebase/auth";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { signInErrorKey } from "@/features/account/sign-in-errors";
import { challengeOf } from "./challenge";
import { CodeForm } from "./CodeForm";
import { LAUNCHES, type Launch } from "./launches";

const BEGUN = "carillon-launch";

/**
 * Where portals send people to: whoever was signed in is out, and the portal's own person comes in. A
 * code that came along is dropped, since nobody here asked for it.
 */
export function LaunchPage() {
  const { t } = useTranslation();
  const { provider } = useParams({ from: "/sso/$provider" });
  const launch = LAUNCHES[provider];
  const { failed, challenge, drop } = useLaunch(provider, launch);
  const name = launch?.displayName ?? provider;
  useEffect(() => {
    document.title = `${t("launch.title", { name })} · ${t("app.name")}`;
  }, [t, name]);
  return (
    <main>
      <Stack maw={400} mx="auto" px="md" py="xl" gap="lg">
        <Text fw={700} fz="xl" c="teal">
          {t("app.name")}
        </Text>
        <Title order={1} size="h3">
          {t("launch.title", { name })}
        </Title>
        {challenge && <CodeForm challenge={challenge} onBack={drop} />}
        {!challenge && !failed && <Loader role="status" aria-label={t("app.loading")} />}
        <Failure text={failed && t(failed, { name })} />
        {failed && (
          <Button component="a" href="/" variant="default">
            {t("launch.otherWay")}
          </Button>
        )}
      </Stack>
    </main>
  );
}

function useLaunch(name: string, launch: Launch | undefined) {
  const { auth, identity, signOut } = useSession();
  const api = useApi();
  const [failed, setFailed] = useState(launch ? "" : "launch.unknown");
  const [challenge, setChallenge] = useState<MultiFactorError>();
  const [isDone, setDone] = useState(false);
  const isBegun = useRef(false);
  const isKnown = identity !== undefined;
  useEffect(() => {
    if (!launch || !isKnown || isBegun.current) return;
    isBegun.current = true;
    // Everything after the "?" is somebody else's word; it must not stay in the history either.
    history.replaceState(history.state, "", location.pathname);
    const fail = (error: unknown) => {
      const asked = challengeOf(error);
      if (asked) setChallenge(asked);
      else setFailed(signInErrorKey(error) || "launch.stopped");
    };
    if (sessionStorage.getItem(BEGUN) === name) {
      sessionStorage.removeItem(BEGUN);
      finish(auth).then((isIn) => (isIn ? setDone(true) : setFailed("launch.stopped")), fail);
    } else {
      begin(auth, api, name, launch, signOut).then((isOn) => isOn || setFailed("launch.off"), fail);
    }
  }, [auth, api, name, launch, isKnown, signOut]);
  // Whoever has come in, with or without a code of an app, goes on to their first page.
  useEffect(() => {
    if (identity && (isDone || challenge)) location.replace("/");
  }, [identity, isDone, challenge]);
  const drop = () => {
    setChallenge(undefined);
    setFailed("launch.stopped");
  };
  return { failed, challenge: identity ? undefined : challenge, drop };
}

/** True once somebody has come back from their provider. */
const finish = async (auth: Auth) => (await getRedirectResult(auth, browserPopupRedirectResolver)) !== null;

/** Sign out whoever is here and go to the provider; false where the district doesn't use it. */
async function begin(auth: Auth, api: Api, name: string, launch: Launch, signOut: () => Promise<void>): Promise<boolean> {
  if (auth.currentUser) await signOut();
  const { providers } = await answered(api.GET("/v1/signInOptions"));
  if (!providers.some(({ provider }) => provider === launch.provider)) return false;
  sessionStorage.setItem(BEGUN, name);
  await signInWithRedirect(auth, launch.begin(), browserPopupRedirectResolver);
  return true;
}
