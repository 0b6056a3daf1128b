import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import { useOnce } from "@/components/use-once";
import { type Run, rosteringKey } from "./queries";

const RUN = "/v1/schools/{school}/rosterRuns/{run}";

/**
 * What a person may say to a run; each is said in words, shown, and leads to the run that it began.
 *
 * @param stays true where the page shows itself what becomes of it
 */
export function useRunActs(school: string, run: Run, stays = false) {
  const { t } = useTranslation();
  const api = useApi();
  const once = useOnce();
  const finish = useFinish(school, stays);
  const path = { school, run: idOf(run.name) };
  const planHash = run.planHash ?? "";
  const approve = async (persons: string[]) => {
    const body = { planHash, persons };
    const done = await once(["approve", body], (requestId) =>
      answered(api.POST(`${RUN}:approve`, { params: { path, query: { requestId } }, body })),
    );
    const said = done.needsSecondPerson ? t("rostering.approve.needsSecond") : t("rostering.approve.done");
    await finish(said, persons.length ? null : done.run);
  };
  const declineMatch = async (person: string) => {
    const body = { planHash, persons: [person] };
    await once(["declineMatches", body], (requestId) =>
      answered(api.POST(`${RUN}:declineMatches`, { params: { path, query: { requestId } }, body })),
    );
    await finish(t("rostering.notTheSame.done"));
  };
  const discard = async () => {
    const body = { planHash };
    await once(["discard", body], (requestId) =>
      answered(api.POST(`${RUN}:discard`, { params: { path, query: { requestId } }, body })),
    );
    await finish(t("rostering.discard.done"));
  };
  const undo = async () => {
    const done = await once("undo", (requestId) =>
      answered(api.POST(`${RUN}:undo`, { params: { path, query: { requestId } }, body: {} })),
    );
    await finish(t("rostering.undo.started"), done.run);
  };
  const again = async () => {
    const done = await once("again", (requestId) =>
      answered(api.POST(`${RUN}:again`, { params: { path, query: { requestId } }, body: {} })),
    );
    await finish(t("rostering.again.started"), done.run);
  };
  return { approve, declineMatch, discard, undo, again };
}

/** Says what was done, reads what it changed, and goes to the run that it began. */
function useFinish(school: string, stays: boolean) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (said: string, began?: string | null) => {
    tell(said);
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
    if (began && !stays) await navigate({ to: "/schools/$school/rostering/runs/$run", params: { school, run: idOf(began) } });
  };
}
