import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useIdentity } from "@/app/session";

/** Says on every page that this is emergency access, and until when. */
export function EmergencyBanner() {
  const { t, i18n } = useTranslation();
  const { emergencyEnd } = useIdentity();
  if (emergencyEnd === undefined) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { hour: "numeric", minute: "2-digit" }).format(emergencyEnd);
  return (
    <Alert
      role="status"
      mb="md"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("emergency.title", { time })}
      styles={{ root: { background: "var(--waiting-ground)", borderColor: "var(--waiting)" }, title: { color: "var(--waiting)" }, icon: { color: "var(--waiting)" } }}
    >
      {t("emergency.text")}
    </Alert>
  );
}
