import { Button, type ButtonProps, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { Failure } from "./Failure";
import { useAct } from "./use-act";

interface Props {
  /** What the button says, and what is done. */
  label: string;
  /** The label with what it is about, where several buttons of a page say the same. */
  ariaLabel?: string;
  /** The question, such as "Archive 214 students of Roosevelt?". */
  title: string;
  /** What will happen, with numbers, and how it is undone. */
  children: ReactNode;
  /** Throws what the API answers; the dialog stays open and says it. */
  act: () => Promise<void>;
  isDestructive?: boolean;
  isDisabled?: boolean;
  variant?: ButtonProps["variant"];
}

/** A button whose act is told before it is done. */
export function ConfirmAct({ label, ariaLabel, title, children, act, isDestructive, isDisabled, variant = "default" }: Props) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  const { run, isBusy, failure } = useAct(act, close);
  return (
    <>
      <Button variant={variant} disabled={isDisabled ?? false} onClick={open} aria-label={ariaLabel}>
        {label}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        <div>{children}</div>
        <Failure text={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("app.cancel")}
          </Button>
          <Button loading={isBusy} onClick={() => void run()} {...(isDestructive ? { color: "red.9" } : {})}>
            {label}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
