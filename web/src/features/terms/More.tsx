import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** How many of many are shown, and the way to more of them; nothing where all are. */
export function More({ shown, count, onMore }: { shown: number; count: number; onMore: () => void }) {
  const { t, i18n } = useTranslation();
  if (shown >= count) return null;
  const said = (number: number) => number.toLocaleString(i18n.language);
  return (
    <Group>
      <Text c="dimmed">{t("terms.shown", { shown: said(shown), all: said(count) })}</Text>
      <Button variant="default" onClick={onMore}>
        {t("terms.more")}
      </Button>
    </Group>
  );
}
