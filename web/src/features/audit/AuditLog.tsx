import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { downloaded } from "@/api/download";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Failure } from "@/components/Failure";
import { Pager } from "@/components/Pager";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useZone } from "@/features/schools/zone";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { type AuditAsked, type AuditSearch, askedBy } from "./audit-search";
import { auditQuery, exportedAudit } from "./queries";

interface Props {
  /** Whose entries; undefined for those of the district that belong to no school. */
  school: string | undefined;
  search: AuditSearch;
  onSearch: (search: AuditSearch, resetScroll: boolean) => void;
}

/** Who did what: narrowed by filters, page by page, and as a file. */
export function AuditLog({ school, search: { pageToken = "", ...search }, onSearch }: Props) {
  const asked = askedBy(search, useZone(school));
  const found = useQuery(auditQuery(useApi(), school, asked, pageToken));
  const next = found.data?.nextPageToken;
  const turnTo = (token: string) => onSearch(token ? { ...search, pageToken: token } : search, true);
  return (
    <>
      <Export school={school} asked={asked} />
      <AuditFilters school={school} search={search} onFilter={(chosen) => onSearch(chosen, false)} />
      <AuditTable
        school={school}
        entries={found.data?.auditEntries}
        isStale={found.isPlaceholderData}
        error={found.error}
        onRetry={() => void found.refetch()}
        onClear={Object.keys(search).length ? () => onSearch({}, true) : undefined}
      />
      <Pager
        isFirst={!pageToken}
        onFirst={() => turnTo("")}
        onNext={next && !found.isPlaceholderData ? () => turnTo(next) : undefined}
      />
    </>
  );
}

function Export({ school, asked }: { school: string | undefined; asked: AuditAsked }) {
  const { t } = useTranslation();
  const api = useApi();
  const may = useMay(school);
  const { run, isBusy, failure } = useAct(
    () => downloaded(exportedAudit(api, school, asked)),
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
