import { Fieldset, Stack } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** What the form is for, for who can't see where it stands. */
  label: string;
  onSubmit: () => unknown;
  /** It only shows what is set. */
  isReadOnly?: boolean;
  width?: number;
  children: ReactNode;
}

/** Fields below one another, sent by Enter or by their button. */
export function Form({ label, onSubmit, isReadOnly = false, width = 640, children }: Props) {
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <Fieldset variant="unstyled" m={0} disabled={isReadOnly}>
        <Stack gap="lg" maw={width}>
          {children}
        </Stack>
      </Fieldset>
    </form>
  );
}
