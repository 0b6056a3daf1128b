import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useNow } from "@/components/use-now";
import { useZone } from "@/features/schools/zone";

export type Cover = Schemas["CoverView"];

/** For whom the person stands in, today and on days that come. */
export function Covers({ school, covers }: { school: string; covers: readonly Cover[] }) {
  const { t, i18n } = useTranslation();
  const zone = useZone(school);
  const now = useNow();
  if (!covers.length || !zone) return null;
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: "long", month: "long", day: "numeric", timeZone: zone });
  return (
    <div aria-live="polite">
      {covers.map(({ teacher, teacherName, startTime }) => {
        const start = new Date(startTime);
        const name = teacherName || "–";
        return (
          <Text key={`${teacher} ${startTime}`}>
            {start.getTime() <= now ? t("myClass.coverToday", { name }) : t("myClass.coverLater", { name, day: day.format(start) })}
          </Text>
        );
      })}
    </div>
  );
}
