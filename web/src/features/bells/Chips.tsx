import { Chip, Group, Input, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { WEEKDAYS, type Weekday } from "./calendar-parts";

interface Props<One extends string> {
  label: string;
  /** What it means that none is chosen. */
  hint?: string;
  value: readonly One[];
  error?: string | undefined;
  onChange: (value: One[]) => void;
}

/** Some days of the week. */
export function WeekdayChips(props: Props<Weekday>) {
  const { t } = useTranslation();
  return <Chips {...props} options={WEEKDAYS.map((value) => ({ value, label: t(`bells.weekdays.${value}`) }))} />;
}

/** Some letters of the rotation; those that it no longer has can be taken away. */
export function LetterChips({ offered, ...props }: Props<string> & { offered: readonly string[] }) {
  const all = [...new Set([...offered, ...props.value])];
  return <Chips {...props} options={all.map((value) => ({ value, label: value }))} />;
}

function Chips<One extends string>({ label, hint, value, error, onChange, options }: Props<One> & { options: { value: One; label: string }[] }) {
  const id = useId();
  const chosen = (values: string[]) => onChange(options.map((one) => one.value).filter((one) => values.includes(one)));
  return (
    <div role="group" aria-labelledby={id}>
      <Text size="sm" fw={500} id={id}>
        {label}
      </Text>
      <Chip.Group multiple value={[...value]} onChange={chosen}>
        <Group gap="xs" my={4}>
          {options.map((one) => (
            <Chip key={one.value} value={one.value} size="sm" variant="outline">
              {one.label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {error && <Input.Error role="alert">{error}</Input.Error>}
    </div>
  );
}
