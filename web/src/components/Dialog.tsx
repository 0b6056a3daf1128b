import { Group, Modal, type ModalRootProps, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  size?: ModalRootProps["size"];
  children: ReactNode;
}

/** A dialog over the page. Not the kit's whole one: its head would be a second banner of the page. */
export function Dialog({ title, isOpen, onClose, size = "md", children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size={size} centered transitionProps={{ duration: 100 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Stack>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <Modal.Title>{title}</Modal.Title>
              <Modal.CloseButton aria-label={t("app.close")} />
            </Group>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
