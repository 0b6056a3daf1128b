import { Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
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
    <Modal.Root opened onClose={onStay} closeOnClickOutside={false} transitionProps={{ duration: 0 }} centered>
      <Modal.Overlay />
      {/* The kit's own title stands in a header, of which a page has one already. */}
      <Modal.Content aria-label={t("sessionEnd.title")}>
        <Modal.Body>
          <Stack>
            <Title order={2} size="h4">
              {t("sessionEnd.title")}
            </Title>
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
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
