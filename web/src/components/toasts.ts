import { notifications } from "@mantine/notifications";
import i18next from "i18next";

/** Say what one's own act came to. */
export function tell(message: string): void {
  notifications.show({ message, autoClose: 6000, closeButtonProps: { "aria-label": i18next.t("app.close") } });
}
