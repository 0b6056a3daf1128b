import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { PageLink } from "@/components/links";
import { StateBadge } from "@/components/StateBadge";
import { newId, withCode } from "./calendar-parts";
import { useEditor } from "./editor";
import classes from "./Bells.module.css";
import type { Matching } from "./queries";

type CodeUse = Schemas["PeriodCodeView"];

/** Whether the classes of the school have a place in the day, and which of their codes nobody knows yet. */
export function CodesPart() {
  const { calendar, matching } = useEditor();
  if (!matching) return null;
  // What has been matched here counts at once, before the answer comes.
  const known = new Set(calendar.periods.flatMap(({ codes }) => codes));
  const open = matching.codes.filter(({ code }) => !known.has(code));
  return <Codes matching={matching} open={open} />;
}

function Codes({ matching, open }: { matching: Matching; open: CodeUse[] }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="codes">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5" id="codes">
            {t("bells.classesTitle")}
          </Title>
          <Progress matching={matching} />
        </Group>
        {matching.codes.length > 0 && open.length === 0 && <Text>{t("bells.allMatched")}</Text>}
        {open.length > 0 && (
          <>
            <Text>{t("bells.unmatched", { count: open.length })}</Text>
            <Stack component="ul" gap="xs" className={classes["plain"]} aria-label={t("bells.unmatchedList")}>
              {open.map((use) => (
                <OpenCode key={use.code} use={use} />
              ))}
            </Stack>
          </>
        )}
        <Without matching={matching} />
      </Stack>
    </Paper>
  );
}

function Progress({ matching: { placed, classes: all } }: { matching: Matching }) {
  const { t, i18n } = useTranslation();
  if (!all) return <StateBadge meaning="quiet" label={t("bells.noClassesYet")} />;
  const formatted = placed.toLocaleString(i18n.language);
  const label = t("bells.placed", { count: all, placed: formatted, formatted: all.toLocaleString(i18n.language) });
  return <StateBadge meaning={placed === all ? "done" : "waiting"} label={label} />;
}

/** A code that no period has: what it may mean with one click, any other period, or a new one. */
function OpenCode({ use }: { use: CodeUse }) {
  const { t, i18n } = useTranslation();
  const { calendar, edit } = useEditor();
  const code = use.code.toUpperCase();
  const [likeliest] = use.suggestedPeriodIds.flatMap((id) => calendar.periods.filter((one) => one.id === id));
  const give = (period: string) => edit((was) => withCode(was, period, use.code));
  const make = () => {
    edit((was) => {
      const id = newId("period", was.periods);
      return { ...was, periods: [...was.periods, { id, displayName: t("bells.periodNamed", { code }), kind: "CLASS", codes: [use.code] }] };
    });
  };
  return (
    <li className={classes["code"]}>
      <span>
        <strong className={classes["sign"]}>{code}</strong>{" "}
        <Text component="span" size="sm" c="dimmed">
          {t("bells.classes", { count: use.classes, formatted: use.classes.toLocaleString(i18n.language) })}
        </Text>
      </span>
      <Group gap="xs">
        {likeliest && (
          <Button size="xs" onClick={() => give(likeliest.id)}>
            {t("bells.belongs", { code, period: likeliest.displayName })}
          </Button>
        )}
        <NativeSelect
          size="xs"
          aria-label={t("bells.belongsTo", { code })}
          value=""
          data={[{ value: "", label: t("bells.choosePeriod") }, ...calendar.periods.map(({ id, displayName }) => ({ value: id, label: displayName || "–" }))]}
          onChange={({ currentTarget }) => give(currentTarget.value)}
        />
        <Button size="xs" variant="default" aria-label={t("bells.newPeriodFor", { code })} onClick={make}>
          {t("bells.newPeriod")}
        </Button>
      </Group>
    </li>
  );
}

function Without({ matching: { withoutPeriods, classesWithoutPeriods } }: { matching: Matching }) {
  const { t, i18n } = useTranslation();
  const { school } = useEditor();
  if (!withoutPeriods) return null;
  const formatted = withoutPeriods.toLocaleString(i18n.language);
  return (
    <details>
      <summary>{t("bells.without", { count: withoutPeriods, formatted })}</summary>
      <Text size="sm" my="xs">
        {t("bells.withoutHint")}
      </Text>
      <Stack component="ul" gap={4} className={classes["plain"]}>
        {classesWithoutPeriods.map(({ listId, displayName }) => (
          <li key={listId}>
            <PageLink to="/schools/$school/people/lists/$list" params={{ school, list: listId }} size="sm">
              {displayName}
            </PageLink>
          </li>
        ))}
      </Stack>
      {withoutPeriods > classesWithoutPeriods.length && (
        <Text size="sm" c="dimmed">
          {t("bells.withoutMore", { count: withoutPeriods - classesWithoutPeriods.length })}
        </Text>
      )}
    </details>
  );
}
