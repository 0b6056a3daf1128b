import { Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Preferences } from "@/app/Preferences";
import { PageLink } from "@/components/links";

/** A page of one who is not in yet: one small form, and the way back to signing in. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <main>
      <Stack maw={400} mx="auto" px="md" py="xl" gap="lg">
        <Text component="header" fw={700} fz="xl" c="teal">
          {t("app.name")}
        </Text>
        <Paper withBorder p="lg">
          <Stack gap="md">
            <Title order={1} size="h3">
              {title}
            </Title>
            {children}
          </Stack>
        </Paper>
        <PageLink to="/">{t("entry.toSignIn")}</PageLink>
        <Preferences />
      </Stack>
    </main>
  );
}
