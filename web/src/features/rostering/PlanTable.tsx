import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { downloaded } from "@/api/download";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { type Column, DataTable } from "@/components/DataTable";
import { Failure } from "@/components/Failure";
import { Pager } from "@/components/Pager";
import { StateMessage } from "@/components/StateMessage";
import { useAct } from "@/components/use-act";
import { BeforeAfter } from "./BeforeAfter";
import { PersonDecision } from "./PersonDecision";
import { type Operation, type Run, operationsQuery } from "./queries";
import { KINDS } from "./run-state";
import "./connect/texts";
import { RECOGNIZED, takesOver } from "./takeover-counts";

const VERBS = ["ADD", "UPDATE", "RESTORE", "ARCHIVE", "MOVE", "PUT_BACK", "REMOVE"];
const STATES = ["HELD", "APPLIED", "SKIPPED"];
const FILTERS = [
  { name: "state", values: STATES, texts: "rostering.plan.states" },
  { name: "verb", values: VERBS, texts: "rostering.verbs" },
  { name: "kind", values: [...KINDS, "guardian", "term", "section"], texts: "rostering.kinds" },
] as const;
const BY = { name: "by", values: RECOGNIZED, texts: "takeover.by" } as const;

/** What the run does to each person, before and after, a page at a time. */
export function PlanTable({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const id = idOf(run.name);
  const search = useSearch({ from: "/shell/schools/$school/rostering/runs/$run" });
  const navigate = useNavigate({ from: "/schools/$school/rostering/runs/$run" });
  const filters = takesOver(run) || search.by ? [...FILTERS, BY] : FILTERS;
  const filter = filters.flatMap(({ name }) => (search[name] ? [`${name} = "${search[name]}"`] : [])).join(" AND ");
  const { pageToken = "" } = search;
  const found = useQuery(operationsQuery(useApi(), school, id, filter, pageToken));
  const go = (changed: Partial<typeof search>) => {
    const kept = Object.entries({ ...search, ...changed }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(kept), resetScroll: false });
  };
  const next = found.data?.nextPageToken;
  const mayDecide = useMay(school)("rosterRuns:decide") && run.approval === "PENDING";
  const decide = mayDecide
    ? (one: Operation) => <PersonDecision school={school} run={run} operation={one} />
    : null;
  return (
    <Stack>
      <Group align="flex-end">
        {filters.map(({ name, values, texts }) => (
          <Select
            key={name}
            label={t(`rostering.plan.by.${name}`)}
            placeholder={t("app.all")}
            data={values.map((value) => ({ value, label: t(`${texts}.${value}`) }))}
            value={search[name] ?? null}
            onChange={(value) => go({ [name]: value ?? "", pageToken: "" })}
            clearable
            clearButtonProps={{ "aria-label": t("rostering.plan.clear") }}
            w={180}
          />
        ))}
        <SavePlan school={school} run={id} />
      </Group>
      <DataTable
        label={t("rostering.plan.title")}
        columns={columnsOf(t, run, decide)}
        rows={found.data?.operations}
        keyOf={(operation) => `${operation.type} ${operation.person ?? operation.guardian ?? operation.id ?? ""} ${operation.state} ${operation.verb ?? ""}`}
        error={found.error}
        onRetry={() => void found.refetch()}
        isStale={found.isPlaceholderData}
        empty={<StateMessage title={t("rostering.plan.empty")} text={t("rostering.plan.emptyHint")} />}
      />
      <Pager isFirst={!pageToken} onFirst={() => go({ pageToken: "" })} onNext={next ? () => go({ pageToken: next }) : undefined} />
    </Stack>
  );
}

type Told = ReturnType<typeof useTranslation>["t"];

function columnsOf(
  t: Told,
  { approval }: Run,
  decide: ((one: Operation) => ReactNode) | null,
): [Column<Operation>, ...Column<Operation>[]] {
  return [
    { id: "who", title: t("rostering.plan.who"), cell: (one) => <Who operation={one} /> },
    {
      id: "what",
      title: t("rostering.plan.what"),
      cell: (one) => (one.verb ? t(`rostering.verbs.${one.verb}`) : t("rostering.verbs.GUARDIAN")),
      onPhone: "below",
    },
    {
      id: "state",
      title: t("rostering.plan.state"),
      cell: (one) => t(`rostering.plan.states.${one.state === "HELD" ? approval : one.state}`),
      onPhone: "below",
    },
    {
      id: "change",
      title: t("rostering.plan.change"),
      cell: (one) => (
        <>
          {one.by && (
            <Text size="sm" c="dimmed">
              {t("takeover.recognized", { by: t(`takeover.by.${one.by}`) })}
            </Text>
          )}
          <BeforeAfter operation={one} />
          {decide?.(one)}
        </>
      ),
      onPhone: "below",
    },
  ];
}

function Who({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const { firstName, lastName, sisId, kind, guardian, displayName, line } = operation;
  const name = [lastName, firstName].filter(Boolean).join(", ");
  return (
    <>
      {name || sisId || guardian || displayName || operation.person}
      <Text component="div" size="sm" c="dimmed" fw={400}>
        {[
          operation.type !== "member" ? t(`rostering.kind.${operation.type}`) : kind ? t(`rostering.kind.${kind}`) : "",
          sisId,
          line ? t("rostering.problems.line", { line }) : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </>
  );
}

function SavePlan({ school, run }: { school: string; run: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const save = (format: "CSV" | "JSON") => () => {
    const params = { path: { school, run }, query: { format } };
    return downloaded(
      api.GET("/v1/schools/{school}/rosterRuns/{run}:exportPlan", { params, parseAs: "blob" }),
    );
  };
  const csv = useAct(save("CSV"));
  const json = useAct(save("JSON"));
  return (
    <>
      <Button variant="default" loading={csv.isBusy} onClick={() => void csv.run()}>
        {t("rostering.plan.csv")}
      </Button>
      <Button variant="default" loading={json.isBusy} onClick={() => void json.run()}>
        {t("rostering.plan.json")}
      </Button>
      <Failure text={csv.failure || json.failure} />
    </>
  );
}
