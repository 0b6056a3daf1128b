import { Button, Code, CopyButton, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A value that is typed nowhere: it is shown, and copied. */
export function Copied({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" component="span">
        {label}
      </Text>
      <Code fz="sm" style={{ overflowWrap: "anywhere" }}>
        {value}
      </Code>
      <CopyButton value={value}>
        {({ copy, copied }) => (
          <Button size="compact-sm" variant="subtle" onClick={copy} aria-label={t("rostering.access.copyOf", { label })}>
            {copied ? t("rostering.access.copied") : t("rostering.access.copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
