import { Button, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { later } from "@/components/days";

interface DayFieldProps {
  day: string;
  onDay: (day: string) => void;
}

/** A day by its field, or the one beside it. */
export function DayField({ day, onDay }: DayFieldProps) {
  const { t } = useTranslation();
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        type="date"
        label={t("today.preview.day")}
        value={day}
        onChange={({ currentTarget }) => {
          if (currentTarget.value) onDay(currentTarget.value);
        }}
      />
      <Group gap="xs">
        <Button variant="default" onClick={() => onDay(later(day, -1))}>
          {t("today.preview.before")}
        </Button>
        <Button variant="default" onClick={() => onDay(later(day, 1))}>
          {t("today.preview.after")}
        </Button>
      </Group>
    </Group>
  );
}
