import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  seconds: number;
  onStay: () => void;
  onLeave: () => void;
}

/** Asks whether somebody is still there, a minute before they are signed out. */
export function StillThere({ seconds, onStay, onLeave }: Props) {
  const { t } = useTranslation();
  const [said] = useState(seconds);
  // The title of the tab tells it as well, where another tab is in front.
  useEffect(() => {
    const before = document.title;
    document.title = t("sessionEnd.title");
    return () => {
      document.title = before;
    };
  }, [t]);
  return (
    <Modal
      opened
      onClose={onStay}
      title={t("sessionEnd.title")}
      centered
      withCloseButton={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
    >
      <Stack>
        <Text>{t("sessionEnd.text", { seconds: said })}</Text>
        <Text fw={600} role="timer" aria-live="off">
          {t("sessionEnd.left", { seconds })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onLeave}>
            {t("account.signOut")}
          </Button>
          <Button onClick={onStay} data-autofocus>
            {t("sessionEnd.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
