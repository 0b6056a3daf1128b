import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ButtonLink } from "@/components/links";
import { tell } from "@/components/toasts";
import "./pull-texts";
import { type Connection, runsQuery } from "./queries";
import { useSyncNow } from "./use-sync-now";

const RUN = "/schools/$school/rostering/runs/$run" as const;

/** Asks the system now, and leads to the run; while one is on its way it only leads there. */
export function SyncNow({ school, connection }: { school: string; connection: Connection }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const may = useMay(school);
  const id = idOf(connection.name);
  const syncNow = useSyncNow(school, id);
  const mayNow =
    connection.enabled && !connection.feed.stopped && connection.apiSource?.hasSecret && may("rosterFeeds:steer");
  const found = useQuery({ ...runsQuery(api, school, "", 'state = "PULLING"'), enabled: Boolean(mayNow) });
  const pulling = found.data?.rosterRuns.find(({ connection: of }) => of === id)?.name;
  if (!mayNow) return null;
  if (pulling) {
    return (
      <ButtonLink variant="default" to={RUN} params={{ school, run: idOf(pulling) }}>
        {t("pull.watch")}
      </ButtonLink>
    );
  }
  const act = async () => {
    const run = await syncNow();
    tell(t("rostering.syncNow.started"));
    if (!run) return;
    await navigate({ to: RUN, params: { school, run: idOf(run) } });
    // The button that had it is gone with its page.
    document.getElementById("page")?.focus();
  };
  return (
    <ConfirmAct label={t("rostering.syncNow.label")} title={t("rostering.syncNow.title")} act={act}>
      {t("rostering.syncNow.text")}
    </ConfirmAct>
  );
}
