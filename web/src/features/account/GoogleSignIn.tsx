import { Button } from "@mantine/core";
import type { MultiFactorError } from "firebase/auth";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { challengeOf } from "@/features/session/challenge";
import { GoogleMark } from "./GoogleMark";
import { finishGoogle, signInWithGoogle } from "./google-sign-in";
import { signInErrorKey } from "./sign-in-errors";

/** Sign-in with a Google account; why it failed is said above the button. */
export function GoogleSignIn({ onChallenge }: { onChallenge: (challenge: MultiFactorError) => void }) {
  const { t, i18n } = useTranslation();
  const { auth } = useSession();
  const [failed, setFailed] = useState("");
  const fail = useCallback(
    (error: unknown) => {
      const challenge = challengeOf(error);
      if (challenge) onChallenge(challenge);
      else setFailed(signInErrorKey(error));
    },
    [onChallenge],
  );
  useEffect(() => {
    finishGoogle(auth).catch(fail);
  }, [auth, fail]);
  // It stays a button while a window is open: that one may be lost, and this opens another.
  const begin = () => {
    setFailed("");
    signInWithGoogle(auth, i18n.language).catch(fail);
  };
  return (
    <>
      <Failure text={failed && t(failed)} />
      <Button variant="default" size="md" leftSection={<GoogleMark />} onClick={begin}>
        {t("signIn.google")}
      </Button>
    </>
  );
}
