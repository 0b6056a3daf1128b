import { Button, Group, Paper } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { YearDaysForm } from "./YearDaysForm";
import { YearImport } from "./YearImport";
import type { CalendarView } from "./queries";
import { withSearch } from "./year-search";

const TOOLS = ["days", "import"] as const;

/** What changes many days of the draft: a stretch of them, or holidays out of a file. */
export function YearTools({ school, view }: { school: string; view: CalendarView }) {
  const { t } = useTranslation();
  const { act } = useSearch({ from: "/shell/schools/$school/calendar" });
  const navigate = useNavigate({ from: "/schools/$school/calendar" });
  const calendar = view.calendar;
  if (!useMay(school)("calendars:update") || !calendar) return null;
  const toggle = (tool: string) =>
    void navigate({ search: (old) => withSearch(old, "act", old.act === tool ? undefined : tool), resetScroll: false });
  // What was kept is in the draft, so the draft is what is looked at then.
  const done = () => void navigate({ search: { show: "draft" }, resetScroll: false });
  return (
    <>
      <Group>
        {TOOLS.map((tool) => (
          <Button key={tool} variant={act === tool ? "light" : "default"} aria-expanded={act === tool} onClick={() => toggle(tool)}>
            {t(`year.tools.${tool}`)}
          </Button>
        ))}
      </Group>
      {act === "days" && (
        <Paper withBorder p="md">
          <YearDaysForm school={school} view={view} calendar={calendar} onDone={done} />
        </Paper>
      )}
      {act === "import" && (
        <Paper withBorder p="md">
          <YearImport school={school} view={view} calendar={calendar} onDone={done} />
        </Paper>
      )}
    </>
  );
}
