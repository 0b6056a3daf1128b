import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import type { Calendar } from "@/features/calendar/queries";
import { emptyCalendar, usualYear } from "./calendar-parts";
import { type Matching, matchingQuery, suggested } from "./queries";

interface Props {
  school: string;
  onBegin: (calendar: Calendar) => void;
}

/** A school without a calendar: it begins with the codes of its classes, or with nothing. */
export function Begin({ school, onBegin }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const matching = useQuery(matchingQuery(api, school, null));
  const [values, setValues] = useState({ firstDay: "", lastDay: "", firstBell: "08:00" });
  const { run, isBusy, failure } = useAct(async () => {
    onBegin(await suggested(api, school, values.firstBell, values.firstDay, values.lastDay));
  });
  const field = (name: keyof typeof values, type: "date" | "time") => ({
    label: t(`bells.${name}`),
    type,
    value: values[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      setValues((old) => ({ ...old, [name]: currentTarget.value }));
    },
  });
  const beginEmpty = () => {
    const usual = usualYear(new Date().toISOString().slice(0, 10));
    onBegin(emptyCalendar(values.firstDay || usual.firstDay, values.lastDay || usual.lastDay));
  };
  const hasCodes = (matching.data?.codes.length ?? 0) > 0;
  return (
    <Stack component="section" aria-labelledby="begin" maw={720}>
      <Title order={2} size="h4" id="begin">
        {t("bells.none")}
      </Title>
      {matching.isPending && <Skeleton height={48} role="status" aria-label={t("app.loading")} />}
      {matching.data && <CodesThere matching={matching.data} />}
      <Group align="flex-start">
        <TextInput {...field("firstDay", "date")} />
        <TextInput {...field("lastDay", "date")} />
        {hasCodes && <TextInput {...field("firstBell", "time")} required />}
      </Group>
      <Text size="sm" c="dimmed">
        {t(hasCodes ? "bells.daysHint" : "bells.daysHintByHand")}
      </Text>
      <Failure text={failure} />
      <Group>
        {hasCodes && (
          <Button loading={isBusy} disabled={!values.firstBell} onClick={() => void run()}>
            {t("bells.beginWithCodes")}
          </Button>
        )}
        <Button variant={hasCodes || matching.isPending ? "default" : "filled"} onClick={beginEmpty}>
          {t("bells.beginEmpty")}
        </Button>
      </Group>
    </Stack>
  );
}

function CodesThere({ matching: { classes, codes } }: { matching: Matching }) {
  const { t } = useTranslation();
  if (!classes) return <Text>{t("bells.noClasses")}</Text>;
  if (!codes.length) return <Text>{t("bells.noCodes", { count: classes })}</Text>;
  const listed = codes.map(({ code }) => code.toUpperCase()).join(", ");
  return <Text>{t("bells.codesThere", { count: classes, codes: listed })}</Text>;
}
