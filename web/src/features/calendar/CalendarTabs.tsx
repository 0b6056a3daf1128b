import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { PageLink } from "@/components/links";
import classes from "./CalendarTabs.module.css";
import "./tabs-texts";

/** From one page of the calendar to the others; only to those that one may open. */
export function CalendarTabs({ school }: { school: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const tabs = [
    { to: "/schools/$school/calendar", action: "calendars:get", label: t("calendarTabs.year") },
    { to: "/schools/$school/calendar/bells", action: "calendars:get", label: t("calendarTabs.bells") },
    { to: "/schools/$school/calendar/terms", action: "lists:get", label: t("calendarTabs.terms") },
    { to: "/schools/$school/calendar/preview", action: "members:list", label: t("calendarTabs.preview") },
  ] as const;
  return (
    <nav aria-label={t("calendarTabs.label")}>
      <Group gap={0} className={classes["tabs"]}>
        {tabs
          .filter(({ action }) => may(action))
          .map(({ to, label }) => (
            <PageLink
              key={to}
              to={to}
              params={{ school }}
              activeOptions={{ exact: true, includeSearch: false }}
              underline="never"
              className={classes["tab"]}
            >
              {label}
            </PageLink>
          ))}
      </Group>
    </nav>
  );
}
