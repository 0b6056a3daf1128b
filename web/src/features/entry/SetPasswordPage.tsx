import { Button, PasswordInput, Skeleton, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { confirmPasswordReset, signInWithEmailAndPassword, verifyPasswordResetCode } from "firebase/auth";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { StateMessage } from "@/components/StateMessage";
import { ButtonLink } from "@/components/links";
import { signInErrorKey } from "@/features/account/sign-in-errors";
import { challengeOf } from "@/features/session/challenge";
import { EntryFrame } from "./EntryFrame";
import { entryErrorKey } from "./entry-errors";
import { useMailedCode } from "./mailed-code";
import { judged } from "./password-rules";

/** Where a mailed link leads by which a password is set: the first one, or another one. */
export function SetPasswordPage() {
  const { t } = useTranslation();
  const code = useMailedCode();
  return (
    <EntryFrame title={t("entry.setTitle")}>
      {code ? <Checked code={code} /> : <Dead reason="entry.linkMissing" />}
    </EntryFrame>
  );
}

function Checked({ code }: { code: string }) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const [email, setEmail] = useState("");
  const [failed, setFailed] = useState("");
  useEffect(() => {
    verifyPasswordResetCode(auth, code).then(setEmail, (error: unknown) => setFailed(entryErrorKey(error)));
  }, [auth, code]);
  if (failed) return <Dead reason={failed} />;
  if (!email) return <Skeleton height={160} role="status" aria-label={t("entry.checking")} />;
  return <NewPassword code={code} email={email} onDead={setFailed} />;
}

/** A link that lets nobody in, and how to get another one. */
function Dead({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Failure text={t(reason)} />
      <ButtonLink to="/forgot-password">{t("entry.another")}</ButtonLink>
    </>
  );
}

interface Props {
  code: string;
  email: string;
  onDead: (reason: string) => void;
}

function NewPassword({ code, email, onDead }: Props) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const [stopped, setStopped] = useState<string | null>(null);
  const form = useForm({
    initialValues: { password: "" },
    validate: {
      password: (password) => {
        const verdict = judged(password, email);
        return verdict === "short" || verdict === "email" ? t(`entry.verdict.${verdict}`) : null;
      },
    },
  });
  const save = async (password: string) => {
    setBusy(true);
    setFailed("");
    try {
      await confirmPasswordReset(auth, code, password);
    } catch (error) {
      const key = entryErrorKey(error);
      setBusy(false);
      return key === "entry.linkDead" ? onDead(key) : setFailed(key);
    }
    try {
      // Whoever was signed in by the old password is out with this sign-in.
      await signInWithEmailAndPassword(auth, email, password);
      await navigate({ to: "/" });
    } catch (error) {
      // Who has a second factor goes on to the sign-in page, which asks for it.
      setStopped(challengeOf(error) ? "" : signInErrorKey(error));
    }
  };
  if (stopped !== null) return <Set why={stopped} />;
  return (
    <form noValidate onSubmit={form.onSubmit(({ password }) => void save(password))}>
      <Stack gap="md">
        <Text>{t("entry.setIntro", { email })}</Text>
        <Failure text={failed && t(failed)} />
        {/* A browser that keeps passwords takes the name from here. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t("entry.newPassword")}
          description={t("entry.rules")}
          autoComplete="new-password"
          data-autofocus
          {...form.getInputProps("password")}
        />
        <Text size="sm" role="status">
          {form.values.password && t(`entry.verdict.${judged(form.values.password, email)}`)}
        </Text>
        <Button type="submit" size="md" loading={isBusy}>
          {t("entry.setSubmit")}
        </Button>
      </Stack>
    </form>
  );
}

/** The password is set, but signing in by it takes more, or is not possible now. */
function Set({ why }: { why: string }) {
  const { t } = useTranslation();
  return (
    <>
      <StateMessage title={t("entry.isSet")} text={t("entry.isSetHint")} />
      <Failure text={why && t(why)} />
      <ButtonLink to="/">{t("entry.toSignIn")}</ButtonLink>
    </>
  );
}
