import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** On to the next page and back to the first; the browser's own button goes back one page. */
export function Pager({ isFirst, onFirst, onNext }: { isFirst: boolean; onFirst: () => void; onNext: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (isFirst && !onNext) return null;
  return (
    <Group component="nav" aria-label={t("table.pages")}>
      <Button variant="default" disabled={isFirst} onClick={onFirst}>
        {t("table.first")}
      </Button>
      <Button variant="default" disabled={!onNext} onClick={onNext}>
        {t("table.next")}
      </Button>
    </Group>
  );
}
