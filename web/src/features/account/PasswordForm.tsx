import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type MultiFactorError, signInWithEmailAndPassword } from "firebase/auth";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { PageLink } from "@/components/links";
import { challengeOf } from "@/features/session/challenge";
import { signInErrorKey } from "./sign-in-errors";

const ADDRESS = /^\S+@\S+\.\S+$/;

/** E-mail and password; what is wrong is said in words beside it. */
export function PasswordForm({ onChallenge }: { onChallenge: (challenge: MultiFactorError) => void }) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const [failed, setFailed] = useState("");
  const [isBusy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => (ADDRESS.test(email.trim()) ? null : t("signIn.emailMissing")),
      password: (password) => (password ? null : t("signIn.passwordMissing")),
    },
  });

  const attempt = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setFailed("");
    try {
      await act();
    } catch (error) {
      const challenge = challengeOf(error);
      if (challenge) onChallenge(challenge);
      else setFailed(signInErrorKey(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ email, password }) => {
        void attempt(() => signInWithEmailAndPassword(auth, email.trim(), password));
      })}
    >
      <Stack gap="md">
        <Failure text={failed && t(failed)} />
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("signIn.password")}
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" loading={isBusy}>
          {t("signIn.submit")}
        </Button>
        <PageLink to="/forgot-password">{t("entry.forgot")}</PageLink>
      </Stack>
    </form>
  );
}
