import { Alert, Divider, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { MultiFactorError } from "firebase/auth";
import { Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Preferences } from "@/app/Preferences";
import { useSession } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { StateMessage } from "@/components/StateMessage";
import { GoogleSignIn } from "./GoogleSignIn";
import { PasswordForm } from "./PasswordForm";
import { SharedDevice } from "@/features/session/SharedDevice";
import { signInOptionsQuery } from "./queries";

const CodeForm = lazy(() => import("@/features/session/CodeForm").then((code) => ({ default: code.CodeForm })));

/** The ways to sign in that the district has switched on. */
export function SignInPage() {
  const { t } = useTranslation();
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
          <Farewell />
          <Ways />
        </Paper>
        <Stack gap="sm">
          <PageLink to="/network">{t("navigation.network")}</PageLink>
          <Preferences />
        </Stack>
      </Stack>
    </main>
  );
}

/** Why somebody who was signed in a moment ago is here. */
function Farewell() {
  const { t } = useTranslation();
  const { farewell } = useSession();
  if (!farewell) return null;
  return (
    <Alert variant="outline" role="status" mb="md">
      {t(`farewell.${farewell}`)}
    </Alert>
  );
}

function Ways() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(signInOptionsQuery(useApi()));
  const [challenge, setChallenge] = useState<MultiFactorError>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  const on = new Set(data.providers.map(({ provider }) => provider));
  const [google, password] = [on.has("google.com"), on.has("password")];
  const links = on.has("emailLink");
  if (!google && !password && !links) {
    return <StateMessage title={t("signIn.noWayTitle")} text={t("signIn.noWay")} isAlert />;
  }
  if (challenge) {
    return (
      <Suspense fallback={<Waiting />}>
        <CodeForm challenge={challenge} onBack={() => setChallenge(undefined)} />
      </Suspense>
    );
  }
  return (
    <Stack gap="md">
      {google && <GoogleSignIn onChallenge={setChallenge} />}
      {google && password && <Divider label={t("signIn.or")} />}
      {password && <PasswordForm onChallenge={setChallenge} />}
      {links && <PageLink to="/sign-in-link">{t("entry.forGuardians")}</PageLink>}
      <SharedDevice />
    </Stack>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" role="status" aria-label={t("signIn.loading")}>
      <Skeleton height={42} />
      <Skeleton height={60} />
      <Skeleton height={60} />
    </Stack>
  );
}
