import { Checkbox, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/components/DataTable";
import type { Choice, FoundDays } from "./year-exceptions";
import { stretchWords } from "./year-words";

interface Props {
  found: readonly FoundDays[];
  choices: ReadonlyMap<string, Choice>;
  onChoose: (key: string, choice: Choice) => void;
}

/** The days that a file has, each to be taken or left, and whether there is no school. */
export function YearFound({ found, choices, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const choiceOf = ({ key }: FoundDays) => choices.get(key) ?? { isTaken: false, closes: false };
  const words = ({ name, days }: FoundDays) => `${stretchWords(i18n.language, days)} ${name}`.trim();
  const closes = (one: FoundDays) => (
    <Checkbox
      label={t("year.closed")}
      aria-label={`${t("year.closed")}: ${words(one)}`}
      disabled={!choiceOf(one).isTaken}
      checked={choiceOf(one).closes}
      onChange={({ currentTarget }) => onChoose(one.key, { ...choiceOf(one), closes: currentTarget.checked })}
    />
  );
  const columns: [Column<FoundDays>, ...Column<FoundDays>[]] = [
    {
      id: "take",
      title: t("year.import.take"),
      cell: (one) => (
        <Checkbox
          label={<Label one={one} />}
          aria-label={words(one)}
          checked={choiceOf(one).isTaken}
          onChange={({ currentTarget }) => onChoose(one.key, { ...choiceOf(one), isTaken: currentTarget.checked })}
        />
      ),
    },
    { id: "closes", title: t("year.import.closes"), cell: closes, onPhone: "below" },
  ];
  return (
    <DataTable label={t("year.tools.import")} columns={columns} rows={found} keyOf={({ key }) => key} onRetry={() => undefined} empty={null} />
  );
}

function Label({ one: { name, days, replaced } }: { one: FoundDays }) {
  const { t, i18n } = useTranslation();
  return (
    <Stack gap={0}>
      <span>
        {stretchWords(i18n.language, days)}
        {days.length > 1 && <> {t("year.dayCount", { count: days.length })}</>}
      </span>
      <Text component="span" size="sm" fw={400}>
        {name || t("year.import.nameless")}
      </Text>
      {replaced > 0 && (
        <Text component="span" size="sm" fw={400} c="dimmed">
          {t("year.days.replaced", { count: replaced })}
        </Text>
      )}
    </Stack>
  );
}
