import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SIGNS, type Scope } from "./table";

/** How far something reaches: a sign and its word, so that no color is needed. */
export function Reach({ scope, isShort = false }: { scope: Scope; isShort?: boolean }) {
  const { t } = useTranslation();
  return (
    <Text component="span" size="sm" fw={550} style={{ whiteSpace: "nowrap" }}>
      <span aria-hidden>{SIGNS[scope]} </span>
      {t(`permissions.${isShort ? "short" : "scopes"}.${scope}`)}
    </Text>
  );
}

/** What the signs mean. */
export function Signs() {
  const { t } = useTranslation();
  return (
    <Group component="section" gap="lg" aria-label={t("permissions.signs")}>
      {(Object.keys(SIGNS) as Scope[]).map((scope) => (
        <Reach key={scope} scope={scope} />
      ))}
    </Group>
  );
}
