import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { AuditLog } from "./AuditLog";

/** Who did what at a school. */
export function AuditPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/audit" });
  const search = useSearch({ from: "/shell/schools/$school/audit" });
  const navigate = useNavigate({ from: "/schools/$school/audit" });
  return (
    <Page title={t("audit.title")}>
      <AuditLog
        school={school}
        search={search}
        onSearch={(chosen, resetScroll) => void navigate({ search: chosen, resetScroll })}
      />
    </Page>
  );
}
