import { Button, Group, NativeSelect, Stack, TagsInput, Text, TextInput, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { KINDS, type Period, changedAt, codesOf, movedAt, newId, withoutPeriod } from "./calendar-parts";
import { useEditor } from "./editor";
import { SignButton } from "./SignButton";
import classes from "./Bells.module.css";

const MOST = 60;
const LONGEST_CODE = 40;

/** The parts of a day: what they are called, what happens in them, and what the SIS calls them. */
export function PeriodsPart() {
  const { t } = useTranslation();
  const { calendar, edit } = useEditor();
  const add = () => {
    edit((was) => {
      const made: Period = { id: newId("period", was.periods), displayName: "", kind: "CLASS", codes: [] };
      return { ...was, periods: [...was.periods, made] };
    });
  };
  return (
    <Stack component="section" gap="xs" aria-labelledby="periods">
      <Title order={2} size="h4" id="periods">
        {t("bells.periods")}
      </Title>
      <Text maw={720}>{t("bells.periodsHint")}</Text>
      {calendar.periods.length > 0 && (
        <div className={`${classes["period"]} ${classes["head"]}`} aria-hidden>
          <span>{t("bells.name")}</span>
          <span>{t("bells.kind")}</span>
          <span>{t("bells.codes")}</span>
        </div>
      )}
      <Stack component="ol" gap="sm" className={classes["plain"]}>
        {calendar.periods.map((period, place) => (
          <PeriodRow key={period.id} period={period} place={place} />
        ))}
      </Stack>
      <Group>
        <Button variant="default" disabled={calendar.periods.length >= MOST} onClick={add}>
          {t("bells.addPeriod")}
        </Button>
      </Group>
    </Stack>
  );
}

function PeriodRow({ period, place }: { period: Period; place: number }) {
  const { t } = useTranslation();
  const { calendar, edit, fault, matching } = useEditor();
  const change = (changed: Partial<Period>) => edit((was) => ({ ...was, periods: changedAt(was.periods, place, changed) }));
  const name = period.displayName || t("bells.number", { number: place + 1 });
  const unmatched = matching?.codes.filter(({ periodIds }) => !periodIds.length).map(({ code }) => code) ?? [];
  const move = (by: -1 | 1) => edit((was) => ({ ...was, periods: movedAt(was.periods, place, by) }));
  return (
    <li className={classes["period"]}>
      <TextInput
        aria-label={t("bells.nameOf", { number: place + 1 })}
        value={period.displayName}
        maxLength={60}
        autoComplete="off"
        placeholder={t("bells.namePlaceholder")}
        error={fault(`periods[${place}].displayName`)}
        onChange={({ currentTarget }) => change({ displayName: currentTarget.value })}
      />
      <NativeSelect
        aria-label={t("bells.kindOf", { name })}
        value={period.kind}
        data={KINDS.map((value) => ({ value, label: t(`bells.kinds.${value}`) }))}
        onChange={({ currentTarget }) => change({ kind: currentTarget.value as Period["kind"] })}
      />
      <TagsInput
        aria-label={t("bells.codesOf", { name })}
        className={classes["wide"] ?? ""}
        value={period.codes}
        data={unmatched}
        maxTags={20}
        maxLength={LONGEST_CODE}
        splitChars={[",", ";"]}
        acceptValueOnBlur
        placeholder={period.codes.length ? "" : t("bells.codesPlaceholder")}
        error={fault(`periods[${place}].codes`)}
        onChange={(typed) => change({ codes: codesOf(typed) })}
      />
      <Group gap={4} wrap="nowrap" className={classes["acts"] ?? ""}>
        <SignButton label={t("bells.up", { name })} isDisabled={place === 0} onClick={() => move(-1)}>
          <IconArrowUp size={18} aria-hidden />
        </SignButton>
        <SignButton label={t("bells.down", { name })} isDisabled={place === calendar.periods.length - 1} onClick={() => move(1)}>
          <IconArrowDown size={18} aria-hidden />
        </SignButton>
        <SignButton label={t("bells.removePeriod", { name })} onClick={() => edit((was) => withoutPeriod(was, place))}>
          <IconTrash size={18} aria-hidden />
        </SignButton>
      </Group>
    </li>
  );
}
