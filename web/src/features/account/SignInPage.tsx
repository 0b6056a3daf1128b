import { Alert, Button, Divider, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertCircle, IconBrandGoogleFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { GoogleAuthProvider, signInWithPopup, signInWithRedirect } from "firebase/auth";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Preferences } from "@/app/Preferences";
import { useSession } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { PasswordForm } from "./PasswordForm";
import { optionsQuery } from "./queries";
import { signInErrorKey } from "./sign-in-errors";

/** The ways to sign in that the district has switched on; what is wrong is said in words. */
export function SignInPage() {
  const { t } = useTranslation();
  const { farewell } = useSession();
  const [failed, setFailed] = useState("");
  useEffect(() => {
    document.title = `${t("signIn.title")} · ${t("app.name")}`;
  }, [t]);
  return (
    <main>
      <Stack maw={400} mx="auto" px="md" py="xl" gap="lg">
        <Text fw={700} fz="xl" c="teal">
          {t("app.name")}
        </Text>
        <Paper withBorder p="lg">
          <Title order={1} size="h3">
            {t("signIn.title")}
          </Title>
          <Text c="dimmed" size="sm" mb="md">
            {t("signIn.intro")}
          </Text>
          <Stack gap="md">
            {farewell && !failed && <Alert variant="outline" role="status">{t(`signIn.farewell.${farewell}`)}</Alert>}
            {failed && (
              <Alert color="red" variant="outline" role="alert" icon={<IconAlertCircle aria-hidden />}>
                {t(failed)}
              </Alert>
            )}
            <Ways onFailed={setFailed} />
          </Stack>
        </Paper>
        <Stack gap="sm">
          <Preferences />
        </Stack>
      </Stack>
    </main>
  );
}

function Ways({ onFailed }: { onFailed: (key: string) => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(optionsQuery(useApi()));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={44} role="status" aria-label={t("app.loading")} />;
  const on = new Set(data.options.map(({ provider }) => provider));
  if (on.size === 0) return <Text>{t("signIn.none")}</Text>;
  return (
    <>
      {on.has("google.com") && <GoogleButton onFailed={onFailed} />}
      {on.has("google.com") && on.has("password") && <Divider label={t("signIn.or")} />}
      {on.has("password") && <PasswordForm onFailed={onFailed} />}
    </>
  );
}

function GoogleButton({ onFailed }: { onFailed: (key: string) => void }) {
  const { t } = useTranslation();
  const { auth } = useSession();
  const [isBusy, setBusy] = useState(false);
  const signIn = async () => {
    const provider = new GoogleAuthProvider();
    // On a shared computer the last person's account is not taken without asking.
    provider.setCustomParameters({ prompt: "select_account" });
    setBusy(true);
    onFailed("");
    try {
      await signInWithPopup(auth, provider);
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code === "auth/popup-blocked") return await signInWithRedirect(auth, provider);
      onFailed(signInErrorKey(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      size="md"
      leftSection={<IconBrandGoogleFilled size={20} aria-hidden />}
      loading={isBusy}
      onClick={() => void signIn()}
    >
      {t("signIn.google")}
    </Button>
  );
}
