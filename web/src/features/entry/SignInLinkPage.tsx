import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { signInWithEmailLink } from "firebase/auth";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useConfiguration } from "@/app/configuration-context";
import { useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { ADDRESS, AskForMail } from "./AskForMail";
import { EntryFrame } from "./EntryFrame";
import { entryErrorKey } from "./entry-errors";
import { useMailedCode } from "./mailed-code";
import { forgetEmail, rememberEmail, rememberedEmail } from "./remembered-email";

/** Where guardians have a link mailed, and where that link leads. */
export function SignInLinkPage() {
  const { t } = useTranslation();
  const code = useMailedCode();
  const [dead, setDead] = useState("");
  const isOpen = code !== "" && !dead;
  return (
    <EntryFrame title={t("entry.linkTitle")}>
      <Failure text={dead && t(dead)} />
      {isOpen ? (
        <GetIn code={code} onDead={setDead} />
      ) : (
        <AskForMail
          path="/v1/signInLinks"
          intro={t("entry.linkIntro")}
          button={t("entry.linkSubmit")}
          onAsked={(email) => rememberEmail(email, Date.now())}
        />
      )}
    </EntryFrame>
  );
}

/** A press is asked for: what looks at links in mails would use them up otherwise. */
function GetIn({ code, onDead }: { code: string; onDead: (reason: string) => void }) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const { apiKey } = useConfiguration();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const [known] = useState(() => rememberedEmail(Date.now()));
  const form = useForm({
    initialValues: { email: known },
    validate: { email: (email) => (ADDRESS.test(email.trim()) ? null : t("signIn.emailMissing")) },
  });
  const enter = async (email: string) => {
    setBusy(true);
    setFailed("");
    try {
      const link = new URLSearchParams({ mode: "signIn", oobCode: code, apiKey });
      await signInWithEmailLink(auth, email, `${location.origin}/sign-in-link?${link.toString()}`);
      forgetEmail();
      await navigate({ to: "/" });
    } catch (error) {
      const key = entryErrorKey(error);
      setBusy(false);
      if (key === "entry.linkDead") onDead(key);
      else setFailed(key);
    }
  };
  return (
    <form noValidate onSubmit={form.onSubmit(({ email }) => void enter(email.trim()))}>
      <Stack gap="md">
        <Text c="dimmed">{known ? t("entry.linkReady") : t("entry.linkElsewhere")}</Text>
        <Failure text={failed && t(failed)} />
        <TextInput label={t("signIn.email")} type="email" autoComplete="username" {...form.getInputProps("email")} />
        <Button type="submit" size="md" loading={isBusy}>
          {t("signIn.submit")}
        </Button>
      </Stack>
    </form>
  );
}
