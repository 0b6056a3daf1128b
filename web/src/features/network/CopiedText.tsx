import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

/** A text of some lines that is copied as it stands, or marked by hand where the browser lets no page copy. */
export function CopiedText({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Stack gap="xs" maw={720}>
      <Group justify="space-between">
        <Text size="sm" fw={550} id={id}>
          {label}
        </Text>
        <CopyButton value={text}>
          {({ copy, copied }) => (
            <Button size="compact-md" variant="default" onClick={copy} aria-describedby={id}>
              {copied ? t("network.copied") : t("network.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      {/* Longer lines than a phone is wide are scrolled, by keyboard as well. */}
      <Code block fz="sm" tabIndex={0} role="region" aria-labelledby={id}>
        {text}
      </Code>
    </Stack>
  );
}
