import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { GoogleMark } from "./GoogleMark";
import { finishGoogle, signInWithGoogle } from "./google-sign-in";
import { signInErrorKey } from "./sign-in-errors";

/** Sign-in with a Google account; why it failed is said above the button. */
export function GoogleSignIn() {
  const { t, i18n } = useTranslation();
  const { auth } = useSession();
  const [failed, setFailed] = useState("");
  useEffect(() => {
    finishGoogle(auth).catch((error: unknown) => setFailed(signInErrorKey(error)));
  }, [auth]);
  // It stays a button while a window is open: that one may be lost, and this opens another.
  const begin = () => {
    setFailed("");
    signInWithGoogle(auth, i18n.language).catch((error: unknown) => setFailed(signInErrorKey(error)));
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
