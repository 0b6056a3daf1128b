import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { type Column, DataTable } from "@/components/DataTable";
import { PageLink } from "@/components/links";
import { StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import { useCodes } from "@/features/rostering/codes";
import { COUNTED, inOrder, pullState } from "./pulls";
import type { Pull } from "./queries";

interface Props {
  pulls: readonly Pull[] | undefined;
  zone: string;
  error: unknown;
  onRetry: () => void;
  empty: ReactNode;
}

/** The connections of a night, those that need a person first. */
export function PullsTable({ pulls, zone, ...states }: Props) {
  const { t, i18n } = useTranslation();
  const columns: [Column<Pull>, ...Column<Pull>[]] = [
    { id: "school", title: t("nights.school"), cell: (pull) => <School pull={pull} /> },
    { id: "state", title: t("nights.state"), cell: (pull) => <State pull={pull} />, onPhone: "below" },
    { id: "counts", title: t("nights.changed"), cell: (pull) => <Counts pull={pull} />, onPhone: "below" },
    { id: "end", title: t("nights.ended"), cell: (pull) => <End pull={pull} zone={zone} />, onPhone: "below" },
  ];
  return (
    <DataTable
      label={t("nights.table")}
      columns={columns}
      rows={pulls && inOrder(pulls, i18n.language)}
      keyOf={(pull) => pull.name}
      {...states}
    />
  );
}

function School({ pull }: { pull: Pull }) {
  return (
    <>
      <PageLink to="/schools/$school/rostering" params={{ school: idOf(pull.school) }} size="sm">
        {pull.schoolDisplayName}
      </PageLink>
      <Text component="div" size="sm" c="dimmed" fw={400}>
        {pull.connectionDisplayName}
      </Text>
    </>
  );
}

/** How it stands, why, and what to do. */
function State({ pull }: { pull: Pull }) {
  const { t } = useTranslation();
  const told = useCodes()(pull.reason ?? "");
  const { word, meaning } = pullState(pull);
  return (
    <>
      <StateBadge meaning={meaning} label={t(`nights.states.${word}`)} />
      {meaning !== "done" && (
        <Text component="div" size="sm" maw={420}>
          {told?.meaning ?? t(`nights.hints.${word}`)}
        </Text>
      )}
      {told && (
        <Text component="div" size="sm" c="dimmed" maw={420}>
          {told.fix}
        </Text>
      )}
      {pull.window && pull.window !== "BLACKOUT" && (
        <Text component="div" size="sm" c="dimmed" maw={420}>
          {t(`nights.windows.${pull.window}`)}
        </Text>
      )}
    </>
  );
}

function Counts({ pull }: { pull: Pull }) {
  const { t, i18n } = useTranslation();
  const said = (name: (typeof COUNTED)[number], count: number) =>
    t(`nights.counts.${name}`, { count, formatted: count.toLocaleString(i18n.language) });
  const found = COUNTED.flatMap((name) => {
    const count = pull.counts[name] ?? 0;
    return count ? [said(name, count)] : [];
  });
  return (
    <>
      {found.length > 0 && <div>{found.join(", ")}</div>}
      {pull.archive && <Archive archive={pull.archive} />}
      {found.length === 0 && !pull.archive && (
        <Text component="span" size="sm" c="dimmed">
          {t("nights.nobody")}
        </Text>
      )}
    </>
  );
}

/** What became of those who were missing. */
function Archive({ archive }: { archive: NonNullable<Pull["archive"]> }) {
  const { t, i18n } = useTranslation();
  const { archived, held } = archive;
  const format = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  return (
    <div>
      {[archived > 0 && t("nights.archived", format(archived)), held > 0 && t("nights.archiveHeld", format(held))]
        .filter(Boolean)
        .join(", ")}{" "}
      <RunLink run={archive.run} label={t("nights.toArchive")} />
    </div>
  );
}

/** When it was done, and after how many tries. */
function End({ pull, zone }: { pull: Pull; zone: string }) {
  const { t } = useTranslation();
  return (
    <>
      {pull.tries > 0 && <div>{t("nights.tries", { count: pull.tries })}</div>}
      {pull.endTime && (
        <div>
          <When time={pull.endTime} zone={zone} />
        </div>
      )}
      {pull.run && <RunLink run={pull.run} label={t("nights.toRun")} />}
    </>
  );
}

function RunLink({ run, label }: { run: string; label: string }) {
  const [, school = "", , id = ""] = run.split("/");
  return (
    <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run: id }} size="sm" underline="always">
      {label}
    </PageLink>
  );
}
