import { Button, type ButtonProps, Group, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
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
      {/* Not the kit's whole dialog: its head would be a second banner of the page. */}
      <Modal.Root opened={isOpen} onClose={close} centered transitionProps={{ duration: 100 }}>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body>
            <Stack>
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                <Modal.Title>{title}</Modal.Title>
                <Modal.CloseButton aria-label={t("app.close")} />
              </Group>
              <div>{children}</div>
              <Failure text={failure} />
              <Group justify="flex-end">
                <Button variant="default" onClick={close} data-autofocus>
                  {t("app.cancel")}
                </Button>
                <Button
                  loading={isBusy}
                  onClick={() => void run()}
                  {...(isDestructive ? { color: "red.9" } : {})}
                >
                  {label}
                </Button>
              </Group>
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
