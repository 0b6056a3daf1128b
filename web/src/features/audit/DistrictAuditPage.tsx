import { Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { AuditLog } from "./AuditLog";

/** Who did what that belongs to no school: accounts, sign-in and its settings. */
export function DistrictAuditPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/shell/audit" });
  const navigate = useNavigate({ from: "/audit" });
  return (
    <Page title={t("audit.titleOfDistrict")}>
      <Text maw={720}>{t("audit.ofDistrict")}</Text>
      <AuditLog
        school={undefined}
        search={search}
        onSearch={(chosen, resetScroll) => void navigate({ search: chosen, resetScroll })}
      />
    </Page>
  );
}
