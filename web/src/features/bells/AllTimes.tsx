import { Button, Fieldset, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Block, Schedule } from "./calendar-parts";
import { fitted, shifted } from "./clock";
import classes from "./Bells.module.css";

interface Props {
  schedule: Schedule;
  onChange: (blocks: Block[]) => void;
}

/** All times of a day at once: some minutes later or earlier, or shorter so that it ends at a time. */
export function AllTimes({ schedule, onChange }: Props) {
  const { t } = useTranslation();
  const [minutes, setMinutes] = useState(5);
  const [end, setEnd] = useState("");
  const [problem, setProblem] = useState<"" | "outside" | "noRoom">("");
  const take = (blocks: Block[] | null, otherwise: "outside" | "noRoom") => {
    setProblem(blocks ? "" : otherwise);
    if (blocks) onChange(blocks);
  };
  return (
    <Fieldset legend={t("bells.allTimes")}>
      <Stack gap="sm">
        <Group align="flex-end" gap="xs">
          <NumberInput
            label={t("bells.minutes")}
            value={minutes}
            min={1}
            max={600}
            allowDecimal={false}
            onChange={(value) => setMinutes(Number(value) || 0)}
            className={classes["number"] ?? ""}
          />
          <Button variant="default" onClick={() => take(shifted(schedule.blocks, -minutes), "outside")}>
            {t("bells.earlier")}
          </Button>
          <Button variant="default" onClick={() => take(shifted(schedule.blocks, minutes), "outside")}>
            {t("bells.later")}
          </Button>
        </Group>
        <Group align="flex-end" gap="xs">
          <TextInput type="time" label={t("bells.lastBell")} value={end} onChange={({ currentTarget }) => setEnd(currentTarget.value)} className={classes["number"] ?? ""} />
          <Button variant="default" disabled={!end} onClick={() => take(fitted(schedule, end), "noRoom")}>
            {t("bells.fit")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t("bells.fitHint")}
        </Text>
        {problem && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {t(`bells.problems.${problem}`)}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}
