import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Changes, stretchWords } from "./year-words";

const MOST = 12;

/** What becomes of which days: as it was, and as it will be. */
export function YearChanges({ changes: { told, letters } }: { changes: Changes }) {
  const { t, i18n } = useTranslation();
  const more = told.slice(MOST).reduce((sum, { days }) => sum + days.length, 0);
  return (
    <>
      <List spacing={4} listStyleType="none">
        {told.slice(0, MOST).map(({ days, before, after }) => (
          <List.Item key={days[0]}>
            <strong>{stretchWords(i18n.language, days)}</strong>
            {days.length > 1 && <> {t("year.dayCount", { count: days.length })}</>}: {t("year.becomes", { before, after })}
          </List.Item>
        ))}
      </List>
      {more > 0 && <Text>{t("year.andMore", { count: more })}</Text>}
      {letters.length > 0 && (
        <Text>{t("year.publish.letters", { count: letters.length, days: stretchWords(i18n.language, letters) })}</Text>
      )}
    </>
  );
}
