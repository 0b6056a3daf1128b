import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import type { CalendarView } from "./queries";
import type { Version } from "./year-queries";

interface Props {
  school: string;
  view: CalendarView;
  publisher: Version | undefined;
}

/** Which version counts, since when, and who published it. */
export function YearPublished({ school, view, publisher }: Props) {
  const { t } = useTranslation();
  const zone = useZone(school);
  if (!view.published) return <Text>{t("year.neverPublished")}</Text>;
  const { version, publishTime } = view.published;
  const name = publisher?.publisherDisplayName;
  return (
    <Text>
      <strong>{t("year.version", { version })}</strong> {t("year.countsSince")} <When time={publishTime} zone={zone} />
      {name && <> · {name}</>}
    </Text>
  );
}
