import { Button } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** What it does, for it shows a sign only. */
  label: string;
  isDisabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** A small button beside a row. */
export function SignButton({ label, isDisabled = false, onClick, children }: Props) {
  return (
    <Button variant="default" px={8} aria-label={label} title={label} disabled={isDisabled} onClick={onClick}>
      {children}
    </Button>
  );
}
