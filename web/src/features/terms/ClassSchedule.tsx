import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { ConfirmAct } from "@/components/ConfirmAct";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useChangeList } from "@/features/people/use-change-list";
import { EMPTY, type Schedule, ScheduleFields } from "./ScheduleFields";
import { changeTo, placeOf, typeOf } from "./classes";
import { type List, type SchoolClass, termsQuery } from "./queries";
import { meetingsSaid } from "./words";
import "./texts";

const isClass = (list: List): list is SchoolClass => Boolean(list.schedule);

/** When and where a list meets; whoever runs the school makes a class of a list, or sets what the roster has wrong. */
export function ClassSchedule({ school, list, mayEdit }: { school: string; list: List; mayEdit: boolean }) {
  const { t } = useTranslation();
  if (!mayEdit && !isClass(list)) return null;
  return (
    <Stack component="section" gap="md" aria-labelledby="schedule">
      <Title order={2} size="h4" id="schedule">
        {t("terms.whenAndWhere")}
      </Title>
      {isClass(list) && <Understood one={list} />}
      {mayEdit && list.kind === "MANUAL" && <OfPeople key={list.etag} school={school} list={list} />}
      {mayEdit && list.kind === "SECTION" && isClass(list) && <OfRoster key={list.etag} school={school} one={list} />}
      <Text>
        <PageLink to="/schools/$school/calendar/terms" params={{ school }}>
          {t("terms.toAll")}
        </PageLink>
      </Text>
    </Stack>
  );
}

/** The periods as they are understood, so that a slip is seen. */
function Understood({ one }: { one: SchoolClass }) {
  const { t } = useTranslation();
  const said = meetingsSaid(one.schedule.periods, t);
  return <Text>{said ? t("terms.understood", { periods: said }) : t("terms.noPeriod")}</Text>;
}

function OfPeople({ school, list }: { school: string; list: List }) {
  const { t } = useTranslation();
  const terms = useQuery(termsQuery(useApi(), school));
  const change = useChangeList(school, idOf(list.name));
  const [value, setValue] = useState<Schedule>(() => scheduleOf(list));
  const save = async (schedule: Schedule | null) => {
    await change(() => ({ schedule }));
    tell(t("app.saved"));
  };
  const { run, isBusy, error, failure } = useAct(() => save(value));
  const wrong = error instanceof ApiError ? error.fields : [];
  return (
    <>
      {!isClass(list) && <Text maw={640}>{t("terms.makeClassHint")}</Text>}
      <Form label={t("terms.whenAndWhere")} onSubmit={run}>
        <ScheduleFields terms={terms.data ?? []} value={value} wrong={wrong} onChange={setValue} />
        <SaveBar isBusy={isBusy} failure={failure} />
      </Form>
      {isClass(list) && (
        <div>
          <ConfirmAct label={t("terms.noClassAnyMore")} title={t("terms.noClassTitle", { name: list.displayName })} act={() => save(null)}>
            {t("terms.noClassAnyMoreHint")}
          </ConfirmAct>
        </div>
      )}
    </>
  );
}

function scheduleOf(list: List): Schedule {
  if (!isClass(list)) return EMPTY;
  const { sectionType, termIds, room, periodsRaw } = list.schedule;
  return { sectionType: typeOf(sectionType), termIds, room, periodsRaw };
}

function OfRoster({ school, one }: { school: string; one: SchoolClass }) {
  const { t } = useTranslation();
  const change = useChangeList(school, idOf(one.name));
  const [place, setPlace] = useState(placeOf(one));
  const { run, isBusy, failure } = useAct(async () => {
    const changes = changeTo(one, place);
    if (Object.keys(changes).length) await change(() => changes);
    tell(t("app.saved"));
  });
  const back = useAct(async () => {
    await change(() => ({ periodsByHand: null, roomByHand: null }));
    tell(t("terms.rosterCounts"));
  });
  const isSet = one.periodsByHand != null || one.roomByHand != null;
  const said = (value: string | undefined) => t("terms.rosterSays", { value: value || "–" });
  return (
    <Form label={t("terms.whenAndWhere")} onSubmit={run}>
      <Text>{t(isSet ? "terms.isSetHint" : "terms.setHint")}</Text>
      <Group align="flex-start" gap="md">
        <TextInput
          label={t("terms.periods")}
          description={said(one.section?.periodsRaw)}
          maxLength={200}
          value={place.periods}
          onChange={({ currentTarget }) => setPlace({ ...place, periods: currentTarget.value })}
        />
        <TextInput
          label={t("terms.room")}
          description={said(one.section?.room)}
          maxLength={100}
          value={place.room}
          onChange={({ currentTarget }) => setPlace({ ...place, room: currentTarget.value })}
        />
      </Group>
      <SaveBar isBusy={isBusy} failure={failure || back.failure} />
      {isSet && (
        <Group>
          <Button variant="default" loading={back.isBusy} onClick={() => void back.run()}>
            {t("terms.useRoster")}
          </Button>
        </Group>
      )}
    </Form>
  );
}
