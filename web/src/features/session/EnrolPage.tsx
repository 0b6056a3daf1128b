import { Button, Code, List, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { TotpMultiFactorGenerator, type TotpSecret, multiFactor } from "firebase/auth";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Preferences } from "@/app/Preferences";
import { useIdentity, useSession } from "@/app/session";
import { Failure } from "@/components/Failure";
import { CodeField, isCode } from "./CodeField";
import { factorErrorKey } from "./factor-errors";
import { QrCode } from "./QrCode";

/** All that somebody may do who has to prove themselves twice and can't yet: set up an app for it. */
export function EnrolPage() {
  const { t } = useTranslation();
  const { signOut } = useSession();
  useEffect(() => {
    document.title = `${t("factor.title")} · ${t("app.name")}`;
  }, [t]);
  return (
    <main>
      <Stack maw={480} mx="auto" px="md" py="xl" gap="lg">
        <Text fw={700} fz="xl" c="teal">
          {t("app.name")}
        </Text>
        <Paper withBorder p="lg">
          <Stack>
            <Title order={1} size="h3">
              {t("factor.title")}
            </Title>
            <Text>{t("factor.why")}</Text>
            <Enrolment />
            <Button variant="subtle" onClick={() => void signOut()}>
              {t("account.signOut")}
            </Button>
          </Stack>
        </Paper>
        <Stack gap="sm">
          <Preferences />
        </Stack>
      </Stack>
    </main>
  );
}

function Enrolment() {
  const { t } = useTranslation();
  const { email } = useIdentity();
  const { auth, signOut } = useSession();
  const { secret, failed: refused } = useSecret();
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState("");
  const [failed, setFailed] = useState("");
  const [isBusy, setBusy] = useState(false);
  if (refused) return <Failure text={t(refused)} />;
  if (!secret) return <Skeleton height={240} role="status" aria-label={t("app.loading")} />;
  const enrol = async () => {
    setFailed("");
    if (!isCode(code)) return setWrong(t("factor.errors.codeMissing"));
    if (!auth.currentUser) return undefined;
    setWrong("");
    setBusy(true);
    try {
      const proof = TotpMultiFactorGenerator.assertionForEnrollment(secret, code.replace(/\s/g, ""));
      await multiFactor(auth.currentUser).enroll(proof, t("factor.app"));
      await signOut("enrolled");
    } catch (error) {
      setFailed(factorErrorKey(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <Stack>
        <List type="ordered" spacing="xs">
          <List.Item>{t("factor.steps.install")}</List.Item>
          <List.Item>{t("factor.steps.scan")}</List.Item>
          <List.Item>{t("factor.steps.type")}</List.Item>
        </List>
        <QrCode text={secret.generateQrCodeUrl(email, t("app.name"))} label={t("factor.qr")} />
        <Text size="sm">
          {t("factor.byHand")} <Code style={{ overflowWrap: "anywhere", fontSize: "0.875rem" }}>{secret.secretKey}</Code>
        </Text>
        <Failure text={failed && t(failed)} />
        <CodeField value={code} onChange={setCode} error={wrong} />
        <Button type="submit" size="md" loading={isBusy}>
          {t("factor.submit")}
        </Button>
      </Stack>
    </form>
  );
}

/** The secret that the app and Firebase will share; asked for once. */
function useSecret(): { secret: TotpSecret | undefined; failed: string } {
  const { auth } = useSession();
  const [secret, setSecret] = useState<TotpSecret>();
  const [failed, setFailed] = useState("");
  useEffect(() => {
    let isGone = false;
    const ask = async () => {
      if (!auth.currentUser) return;
      const session = await multiFactor(auth.currentUser).getSession();
      const made = await TotpMultiFactorGenerator.generateSecret(session);
      if (!isGone) setSecret(made);
    };
    ask().catch((error: unknown) => {
      if (!isGone) setFailed(factorErrorKey(error));
    });
    return () => {
      isGone = true;
    };
  }, [auth]);
  return { secret, failed };
}
