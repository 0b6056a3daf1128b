import { Divider } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { UnsavedGuard } from "@/components/UnsavedGuard";
import type { Calendar } from "@/features/calendar/queries";
import type { Draft } from "@/features/calendar/use-draft";
import { comparable } from "./calendar-parts";
import { CodesPart } from "./CodesPart";
import { DayWordsPart } from "./DayWordsPart";
import { EditorContext } from "./editor";
import { type Fault, faultsOf, refusedAt } from "./faults";
import { PatternsPart } from "./PatternsPart";
import { PeriodsPart } from "./PeriodsPart";
import { matchingQuery } from "./queries";
import { RotationPart } from "./RotationPart";
import { SaveDraft } from "./SaveDraft";
import { SchedulesPart } from "./SchedulesPart";
import { YearPart } from "./YearPart";

interface Props {
  school: string;
  draft: Draft;
  calendar: Calendar;
}

const SETTLED_MS = 500;

/** All that a school says of its bell, in fields. */
export function BellsEditor({ school, draft, calendar }: Props) {
  const { t } = useTranslation();
  const fields = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(0);
  const refused = draft.faults.join(" ");
  const faults = useMemo(
    () => new Map<string, Fault>([...refusedAt(refused.split(" ").filter(Boolean)), ...faultsOf(calendar)]),
    [refused, calendar],
  );
  const matching = useMatching(school, calendar);
  const fault = (place: string) => {
    const found = faults.get(place);
    return found && t(`bells.faults.${found}`);
  };
  const goTo = useCallback((places: readonly string[]) => {
    const schedule = places.map((place) => /^schedules\[(\d+)\]/.exec(place)?.[1]).find(Boolean);
    if (schedule) setOpen(Number(schedule));
    // The table of another schedule has to be drawn before one of its fields can be gone to.
    if (places.length) setTimeout(() => fields.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }, []);
  useEffect(() => {
    const drawn = setTimeout(() => goTo(refused.split(" ").filter(Boolean)));
    return () => clearTimeout(drawn);
  }, [refused, goTo]);
  /** Whether something is wrong; then the first such field has the focus. */
  const isHeld = () => {
    const wrong = [...faultsOf(calendar).keys()];
    goTo(wrong);
    return wrong.length > 0;
  };
  return (
    <EditorContext value={{ school, calendar, edit: draft.edit, fault, matching }}>
      <UnsavedGuard isChanged={draft.isChanged} />
      <Form label={t("bells.title")} onSubmit={() => isHeld() || draft.save()} width={1120}>
        <div ref={fields} style={{ display: "contents" }}>
          <PeriodsPart />
          <CodesPart />
          <Divider />
          <SchedulesPart open={open} onOpen={setOpen} />
          <Divider />
          <PatternsPart />
          <Divider />
          <RotationPart />
          <DayWordsPart />
          <Divider />
          <YearPart />
        </div>
        <SaveDraft school={school} draft={draft} faults={faults.size} isHeld={isHeld} />
      </Form>
    </EditorContext>
  );
}

/** How the classes meet what is in the fields, asked again once nobody has typed for a moment. */
function useMatching(school: string, calendar: Calendar) {
  const asked = JSON.stringify(comparable(calendar));
  const [settled] = useDebouncedValue(asked, SETTLED_MS);
  return useQuery(matchingQuery(useApi(), school, JSON.parse(settled) as Calendar)).data;
}
