import { Alert } from "@mantine/core";

/** What an act failed with, said as it happens; nothing while it did not. */
export function Failure({ text }: { text: string }) {
  if (!text) return null;
  return (
    <Alert color="red" variant="outline" role="alert">
      {text}
    </Alert>
  );
}
