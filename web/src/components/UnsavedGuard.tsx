import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import "./unsaved-texts";

/** Asks before a page is left whose changes are not saved; a browser asks in its own words where the tab is closed. */
export function UnsavedGuard({ isChanged }: { isChanged: boolean }) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  return (
    <Modal.Root opened={status === "blocked"} onClose={() => reset?.()} centered transitionProps={{ duration: 100 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Stack>
            <Modal.Title>{t("unsaved.title")}</Modal.Title>
            <Text>{t("unsaved.text")}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => reset?.()} data-autofocus>
                {t("unsaved.stay")}
              </Button>
              <Button color="red.9" onClick={() => proceed?.()}>
                {t("unsaved.leave")}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
