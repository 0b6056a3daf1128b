import { useTranslation } from "react-i18next";
import "./pull-texts";
import type { Run } from "./queries";
import { nameOf } from "./run-state";

/** What a run is called: as its file, or by what it does. */
export function useRunName(): (run: Pick<Run, "trigger" | "pull" | "file">) => string {
  const { t } = useTranslation();
  return (run) => {
    const named = nameOf(run);
    return "name" in named ? named.name : t(named.key);
  };
}
