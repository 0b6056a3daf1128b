import { Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { PageLink } from "@/components/links";
import { said } from "@/components/said";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { More } from "./More";
import classes from "./WithoutPeriods.module.css";
import { type Place, byName, changeTo, placeOf, withoutPeriods } from "./classes";
import type { SchoolClass } from "./queries";

const SHOWN = 25;

/** Classes in which nobody can be, as no period is named: several are given theirs at once. */
export function WithoutPeriods({ school, classes: all }: { school: string; classes: readonly SchoolClass[] }) {
  const { t, i18n } = useTranslation();
  const [written, setWritten] = useState<Record<string, Place>>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(SHOWN);
  const found = byName(withoutPeriods(all), i18n.language);
  const save = useSavePlaces(school);
  const { run, isBusy } = useAct(async () => {
    const changed = found.filter(({ name }) => written[name]);
    const failed = await save(changed.map((one) => [one, written[one.name] ?? placeOf(one)]));
    setWrong(failed);
    setWritten((now) => Object.fromEntries(Object.entries(now).filter(([name]) => failed[name])));
    const done = changed.length - Object.keys(failed).length;
    if (done > 0) tell(t("terms.placed", { count: done }));
  });
  if (found.length === 0) return null;
  const count = Object.keys(written).length;
  const failures = Object.keys(wrong).length;
  return (
    <Stack component="section" gap="md" aria-labelledby="without">
      <Title order={2} size="h4" id="without">
        {t("terms.without", { count: found.length })}
      </Title>
      <Text maw={720}>{t("terms.withoutHint")}</Text>
      <Form label={t("terms.without", { count: found.length })} onSubmit={run} width={960}>
        <ul className={classes["rows"]}>
          {found.slice(0, shown).map((one) => (
            <Row
              key={one.name}
              school={school}
              one={one}
              place={written[one.name] ?? placeOf(one)}
              wrong={wrong[one.name] ?? ""}
              onChange={(place) => setWritten((now) => ({ ...now, [one.name]: place }))}
            />
          ))}
        </ul>
        <More shown={shown} count={found.length} onMore={() => setShown(shown + SHOWN)} />
        <Group gap="md">
          <SaveBar isBusy={isBusy} failure={failures ? t("terms.notPlaced", { count: failures }) : ""} isDisabled={count === 0} />
        </Group>
      </Form>
    </Stack>
  );
}

interface RowProps {
  school: string;
  one: SchoolClass;
  place: Place;
  wrong: string;
  onChange: (place: Place) => void;
}

function Row({ school, one, place, wrong, onChange }: RowProps) {
  const { t } = useTranslation();
  const name = one.displayName;
  const more = [one.section?.courseTitle !== name && one.section?.courseTitle, one.section?.sectionCode];
  return (
    <li className={classes["row"]}>
      <div>
        <PageLink to="/schools/$school/people/lists/$list" params={{ school, list: idOf(one.name) }}>
          {name}
        </PageLink>
        <Text size="sm" c="dimmed">
          {more.filter(Boolean).join(" · ")}
        </Text>
      </div>
      <TextInput
        label={t("terms.periods")}
        aria-label={t("terms.periodsOf", { name })}
        value={place.periods}
        maxLength={200}
        error={wrong}
        onChange={({ currentTarget }) => onChange({ ...place, periods: currentTarget.value })}
      />
      <TextInput
        label={t("terms.room")}
        aria-label={t("terms.roomOf", { name })}
        value={place.room}
        maxLength={100}
        onChange={({ currentTarget }) => onChange({ ...place, room: currentTarget.value })}
      />
    </li>
  );
}

/** Saves one class after the other; gives what was wrong with those that could not be saved, by their names. */
function useSavePlaces(school: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  return async (places: [SchoolClass, Place][]): Promise<Record<string, string>> => {
    const failed: Record<string, string> = {};
    for (const [one, place] of places) {
      const change = changeTo(one, place);
      const params = { path: { school, list: idOf(one.name) }, query: { updateMask: Object.keys(change).join(",") } };
      const body = { ...change, etag: one.etag } as Schemas["ListChange"];
      try {
        if (Object.keys(change).length) await answered(api.PATCH("/v1/schools/{school}/lists/{list}", { params, body }));
      } catch (error) {
        const isOfPeriods = error instanceof ApiError && error.fields.length > 0;
        failed[one.name] = isOfPeriods ? t("terms.wrong.periods") : said(error, t);
      }
    }
    await queries.invalidateQueries({ queryKey: ["people", school, "lists"] });
    return failed;
  };
}
