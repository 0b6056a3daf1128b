import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";

/** What an act failed with, said as it happens; nothing while it did not. */
export function Failure({ text }: { text: string }) {
  if (!text) return null;
  return (
    <Alert color="red" variant="outline" role="alert" icon={<IconAlertCircle aria-hidden />}>
      {text}
    </Alert>
  );
}
