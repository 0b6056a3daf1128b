import { Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { AccessPart } from "./AccessPart";
import { HeadersPart } from "./HeadersPart";
import { LimitsPart } from "./LimitsPart";
import { connectionQuery } from "./queries";
import { SourcePart } from "./SourcePart";
import { hasSource } from "./source-form";
import { SyncPart } from "./SyncPart";
import type { PartProps } from "./use-save";
import "./texts";

const PARTS = ["sync", "source", "access", "headers", "limits"] as const;
type PartName = (typeof PARTS)[number];

/** One connection: what it may do, how files get in, what its columns mean, when it holds. */
export function ConnectionPage() {
  const { t } = useTranslation();
  const { school, connection: id } = useParams({ from: "/shell/schools/$school/rostering/connections/$connection" });
  const { part = "sync" } = useSearch({ from: "/shell/schools/$school/rostering/connections/$connection" });
  const navigate = useNavigate({ from: "/schools/$school/rostering/connections/$connection" });
  const may = useMay(school);
  const found = useQuery(connectionQuery(useApi(), school, id));
  const connection = found.data;
  const shown: Partial<Record<PartName, boolean>> = {
    source: hasSource(connection?.method ?? ""),
    access: may("sftpLogins:get"),
  };
  const parts = PARTS.filter((each) => shown[each] ?? true);
  return (
    <Page title={connection ? connection.displayName || id : t("rostering.connection.title")}>
      <PageLink to="/schools/$school/rostering" params={{ school }}>
        {t("rostering.back")}
      </PageLink>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {connection && (
        <Parts
          part={part}
          parts={parts}
          own={{ school, connection, mayEdit: may("rosterConnections:edit") }}
          onChange={(next) => void navigate({ search: { part: next } })}
        />
      )}
    </Page>
  );
}

interface PartsProps {
  part: string;
  parts: readonly PartName[];
  own: PartProps;
  onChange: (next: PartName) => void;
}

function Parts({ part, parts, own, onChange }: PartsProps) {
  const { t } = useTranslation();
  const { school, connection } = own;
  return (
    <Tabs
      value={part}
      keepMounted={false}
      onChange={(value) => {
        const next = PARTS.find((each) => each === value);
        if (next) onChange(next);
      }}
    >
      <Tabs.List mb="lg">
        {parts.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {t(`rostering.parts.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="sync">
        <SyncPart key={connection.etag} {...own} />
      </Tabs.Panel>
      <Tabs.Panel value="source">
        <SourcePart {...own} />
      </Tabs.Panel>
      <Tabs.Panel value="access">
        <AccessPart school={school} connection={connection} />
      </Tabs.Panel>
      <Tabs.Panel value="headers">
        <HeadersPart key={connection.etag} {...own} />
      </Tabs.Panel>
      <Tabs.Panel value="limits">
        <LimitsPart key={connection.etag} {...own} />
      </Tabs.Panel>
    </Tabs>
  );
}
