import { Button, Group, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { DeclareHere } from "./DeclareHere";
import "./year-texts";

/** Has today be otherwise at once, such as a half day: a button, what it is to be, and yes. Nothing for who may not. */
export function DeclareDay({ school }: { school: string }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!useMay(school)("calendars:publish")) return null;
  return (
    <>
      <Button onClick={open}>{t("declare.today")}</Button>
      {/* Not the kit's whole dialog: its head would be a second banner of the page. */}
      <Modal.Root opened={isOpen} onClose={close} size="lg" centered transitionProps={{ duration: 100 }}>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body>
            <Stack>
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                <Modal.Title>{t("declare.today")}</Modal.Title>
                <Modal.CloseButton aria-label={t("app.close")} />
              </Group>
              <DeclareHere school={school} onDone={close} />
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
