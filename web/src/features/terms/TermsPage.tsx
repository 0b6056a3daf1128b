import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Page } from "@/components/Page";
import { CalendarTabs } from "@/features/calendar/CalendarTabs";
import { Classes } from "./Classes";
import { NewClass } from "./NewClass";
import { Terms } from "./Terms";
import { WithoutPeriods } from "./WithoutPeriods";
import { classesQuery, termsQuery } from "./queries";
import "./texts";

/** When the classes of a school are: its terms, and the room and the periods of each class. */
export function TermsPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/calendar/terms" });
  const api = useApi();
  const terms = useQuery(termsQuery(api, school));
  const classes = useQuery(classesQuery(api, school));
  const mayEdit = useMay(school)("calendars:update");
  return (
    <Page title={t("terms.title")}>
      <CalendarTabs school={school} />
      <Stack gap="xs" maw={720}>
        <Text>{t("terms.intro")}</Text>
        {mayEdit && <Text c="dimmed">{t("terms.whenItCounts")}</Text>}
      </Stack>
      <Stack gap={48}>
        <Terms school={school} found={terms} mayEdit={mayEdit} />
        {mayEdit && classes.data && <WithoutPeriods school={school} classes={classes.data} />}
        <Classes school={school} found={classes} terms={terms.data ?? []} />
        {mayEdit && <NewClass school={school} terms={terms.data ?? []} />}
      </Stack>
    </Page>
  );
}
