import { notifications } from "@mantine/notifications";

/** Say what one's own act came to. */
export function tell(message: string): void {
  notifications.show({ message, autoClose: 6000 });
}
