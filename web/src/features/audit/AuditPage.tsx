import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { downloaded } from "@/api/download";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useZone } from "@/features/schools/zone";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { type AuditAsked, askedBy } from "./audit-search";
import { auditQuery } from "./queries";

/** Who did what at a school: narrowed by filters, page by page, and as a file. */
export function AuditPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/audit" });
  const { pageToken = "", ...search } = useSearch({ from: "/shell/schools/$school/audit" });
  const navigate = useNavigate({ from: "/schools/$school/audit" });
  const asked = askedBy(search, useZone(school));
  const found = useQuery(auditQuery(useApi(), school, asked, pageToken));
  const next = found.data?.nextPageToken;
  const turnTo = (token: string) => void navigate({ search: token ? { ...search, pageToken: token } : search });
  return (
    <Page title={t("audit.title")}>
      <Export school={school} asked={asked} />
      <AuditFilters
        school={school}
        search={search}
        onFilter={(chosen) => void navigate({ search: chosen, resetScroll: false })}
      />
      <AuditTable
        school={school}
        entries={found.data?.auditEntries}
        isStale={found.isPlaceholderData}
        error={found.error}
        onRetry={() => void found.refetch()}
        onClear={Object.keys(search).length ? () => void navigate({ search: {} }) : undefined}
      />
      <Pager
        isFirst={!pageToken}
        onFirst={() => turnTo("")}
        onNext={next && !found.isPlaceholderData ? () => turnTo(next) : undefined}
      />
    </Page>
  );
}

function Export({ school, asked }: { school: string; asked: AuditAsked }) {
  const { t } = useTranslation();
  const api = useApi();
  const may = useMay(school);
  const path = "/v1/schools/{school}/auditEntries:export" as const;
  const { run, isBusy, failure } = useAct(
    () => downloaded(api.GET(path, { params: { path: { school }, query: asked }, parseAs: "blob" })),
    () => tell(t("audit.exported")),
  );
  if (!may("auditEntries:export")) return null;
  return (
    <>
      <Group>
        <Button variant="default" loading={isBusy} onClick={() => void run()}>
          {t("audit.export")}
        </Button>
      </Group>
      <Failure text={failure} />
    </>
  );
}
