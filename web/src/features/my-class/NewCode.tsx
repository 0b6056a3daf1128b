import { Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { PersonSelect } from "@/features/people/PersonSelect";
import { nameOf } from "@/features/people/words";
import { useZone } from "@/features/schools/zone";
import { WEEKDAY_AND_DAY, dayIn, dayInWords, later } from "@/components/days";
import { useNow } from "@/components/use-now";
import { codesKey } from "./queries";

type Code = Schemas["SubstituteCodeView"];
const AHEAD = 30;

/** Makes a code for a teacher and a day; it is shown this once. */
export function NewCode({ school, self }: { school: string; self: string }) {
  const zone = useZone(school);
  const now = useNow();
  if (!zone) return null;
  return <CodeForm school={school} self={self} today={dayIn(zone, now)} />;
}

function CodeForm({ school, self, today }: { school: string; self: string; today: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  const [teacher, setTeacher] = useState({ id: self, name: "" });
  const [day, setDay] = useState(today);
  const [made, setMade] = useState<Code | null>(null);
  const { run, isBusy, failure } = useAct(async () => {
    setMade(null);
    const body = { teacherId: teacher.id, day };
    const send = (requestId: string) =>
      answered(api.POST("/v1/schools/{school}/substituteCodes", { params: { path: { school }, query: { requestId } }, body }));
    setMade(await once(body, send));
    await queries.invalidateQueries({ queryKey: codesKey(school) });
  });
  return (
    <Form label={t("myClass.substitutes.new")} onSubmit={run}>
      {!self && (
        <div>
          <PersonSelect
            school={school}
            label={t("myClass.substitutes.teacher")}
            isFitting={({ kind }) => kind !== "student"}
            onChoose={(member) => setTeacher({ id: member.person, name: nameOf(member) })}
          />
          {teacher.id && <Text mt="xs">{t("myClass.substitutes.chosen", { name: teacher.name })}</Text>}
        </div>
      )}
      <TextInput
        type="date"
        label={t("myClass.substitutes.day")}
        description={t("myClass.substitutes.dayHint")}
        required
        maw={240}
        min={today}
        max={later(today, AHEAD)}
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <Failure text={failure} />
      <Group>
        <Button type="submit" loading={isBusy} disabled={!teacher.id}>
          {t("myClass.substitutes.make")}
        </Button>
      </Group>
      <div aria-live="polite">{made?.code && <Made code={made.code} made={made} />}</div>
    </Form>
  );
}

function Made({ code, made }: { code: string; made: Code }) {
  const { t, i18n } = useTranslation();
  return (
    <Alert color="teal" variant="outline" title={t("myClass.substitutes.made", { name: made.teacherName, day: dayInWords(i18n.language, made.day, WEEKDAY_AND_DAY) })}>
      <Text fz={32} fw={700} ff="monospace" data-code>
        {code}
      </Text>
      <Text>{t("myClass.substitutes.madeHint")}</Text>
    </Alert>
  );
}
