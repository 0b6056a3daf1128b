import { Button, Stack, Text } from "@mantine/core";
import { type MultiFactorError, TotpMultiFactorGenerator, getMultiFactorResolver } from "firebase/auth";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { signInErrorKey } from "@/features/account/sign-in-errors";
import { CodeField, isCode } from "./CodeField";
import { factorErrorKey } from "./factor-errors";

interface Props {
  /** What Firebase Auth said to the first proof. */
  challenge: MultiFactorError;
  onBack: () => void;
}

/** The second proof of somebody who has an authenticator app. */
export function CodeForm({ challenge, onBack }: Props) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState("");
  const [failed, setFailed] = useState("");
  const [isBusy, setBusy] = useState(false);
  const prove = async () => {
    setFailed("");
    if (!isCode(code)) return setWrong(t("factor.errors.codeMissing"));
    setWrong("");
    setBusy(true);
    try {
      const resolver = getMultiFactorResolver(auth, challenge);
      const app = resolver.hints.find(({ factorId }) => factorId === TotpMultiFactorGenerator.FACTOR_ID);
      if (!app) return setFailed("factor.errors.otherFactor");
      const proof = TotpMultiFactorGenerator.assertionForSignIn(app.uid, code.replace(/\s/g, ""));
      await resolver.resolveSignIn(proof);
    } catch (error) {
      const refused = signInErrorKey(error);
      setFailed(refused && refused !== "signIn.failed" ? refused : factorErrorKey(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void prove();
      }}
    >
      <Stack gap="md">
        <Text>{t("factor.challenge")}</Text>
        <Failure text={failed && t(failed)} />
        <CodeField value={code} onChange={setCode} error={wrong} />
        <Button type="submit" size="md" loading={isBusy}>
          {t("signIn.submit")}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {t("factor.back")}
        </Button>
        <Text size="sm" c="dimmed">
          {t("factor.lost")}
        </Text>
      </Stack>
    </form>
  );
}
