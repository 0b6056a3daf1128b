import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  text: string;
  /** What to do about it. */
  children?: ReactNode;
  isAlert?: boolean;
}

/** What stands in the place of content: nothing there yet, not found, failed. */
export function StateMessage({ title, text, children, isAlert = false }: Props) {
  return (
    <Stack gap="xs" align="flex-start" py="xl" role={isAlert ? "alert" : undefined}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={560}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}
