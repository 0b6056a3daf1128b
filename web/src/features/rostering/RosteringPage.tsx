import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

/** How the school is rostered: connections, and the last files. */
export function RosteringPage() {
  const { t } = useTranslation();
  return <Page title={t("rostering.title")}>{null}</Page>;
}
