import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { StateMessage } from "@/components/StateMessage";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import type { Entry } from "./queries";
import { verbName } from "./verbs";
import { Who } from "./Who";
import { Whom } from "./Whom";

interface Props {
  school: string | undefined;
  entries: readonly Entry[] | undefined;
  isStale: boolean;
  error: unknown;
  onRetry: () => void;
  /** Shows all entries again; there where they are narrowed. */
  onClear: (() => void) | undefined;
}

/** A page of entries, with what stands there when there is none. */
export function AuditTable({ school, entries, onClear, ...state }: Props) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const said = (id: string) => ({ id, title: t(`audit.columns.${id}`) });
  return (
    <DataTable
      label={t("audit.title")}
      columns={[
        { ...said("time"), cell: ({ time }) => <When time={time} zone={zone} /> },
        // On a phone words stand between the links, so that each is far enough from the next.
        { ...said("who"), cell: (entry) => <Who school={school} entry={entry} />, onPhone: "below-with-title" },
        { ...said("verb"), cell: ({ verb }) => verbName(verb, t), onPhone: "below" },
        { ...said("whom"), cell: (entry) => <Whom school={school} entry={entry} />, onPhone: "below" },
      ]}
      rows={entries}
      keyOf={({ name }) => name}
      empty={onClear ? <NothingFits onClear={onClear} /> : <StateMessage title={t("audit.none")} text={t(school === undefined ? "audit.noneHintOfDistrict" : "audit.noneHint")} />}
      {...state}
    />
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <StateMessage title={t("audit.nothingFits")} text={t("audit.nothingFitsHint")}>
      <Button variant="default" onClick={onClear}>
        {t("audit.clear")}
      </Button>
    </StateMessage>
  );
}
