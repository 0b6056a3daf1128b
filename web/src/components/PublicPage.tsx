import { Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Preferences } from "@/app/Preferences";
import { useSession } from "@/app/session";
import { PageLink } from "./links";

/** The frame of a page that nobody has to be signed in for. */
export function PublicPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { identity } = useSession();
  return (
    <Stack maw={1120} mx="auto" px="md" py="md" gap="lg">
      <Group component="header" justify="space-between">
        <Text fw={700} fz="lg" c="teal" component={Link} to="/" td="none">
          {t("app.name")}
        </Text>
        <PageLink to="/">{identity ? t("navigation.toConsole") : t("navigation.toSignIn")}</PageLink>
      </Group>
      <main>{children}</main>
      <Stack component="footer" gap="sm" maw={400}>
        <Preferences />
      </Stack>
    </Stack>
  );
}
