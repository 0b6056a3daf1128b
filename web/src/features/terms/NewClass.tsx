import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { PersonSelect } from "@/features/people/PersonSelect";
import { nameOf } from "@/features/people/words";
import { EMPTY, ScheduleFields } from "./ScheduleFields";
import type { Term } from "./queries";

type Member = Schemas["MemberView"];

/** A class that people keep; who is in it is chosen on its own page, where it leads. */
export function NewClass({ school, terms }: { school: string; terms: readonly Term[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [teachers, setTeachers] = useState<Member[]>([]);
  const [schedule, setSchedule] = useState(EMPTY);
  const make = useMake(school);
  const { run, isBusy, error, failure } = useAct(() =>
    make({ displayName: name.trim(), memberIds: [], teacherIds: teachers.map(({ person }) => person), schedule }),
  );
  const wrong = error instanceof ApiError ? error.fields : [];
  return (
    <Stack component="section" gap="md" aria-labelledby="new-class">
      <Title order={2} size="h4" id="new-class">
        {t("terms.newClass")}
      </Title>
      <Text maw={720}>{t("terms.newClassHint")}</Text>
      <Form label={t("terms.newClass")} onSubmit={run}>
        <TextInput
          required
          label={t("terms.className")}
          maxLength={100}
          value={name}
          error={wrong.includes("displayName") && t("terms.wrong.name")}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Stack gap="xs">
          <PersonSelect
            school={school}
            label={t("terms.teachers")}
            isFitting={({ kind, person }) => kind !== "student" && !teachers.some((one) => one.person === person)}
            onChoose={(member) => setTeachers((now) => [...now, member])}
          />
          {teachers.map((member) => (
            <Group key={member.person} gap="sm">
              <Text>{nameOf(member)}</Text>
              <Button
                variant="default"
                size="compact-sm"
                aria-label={t("people.lists.removeOne", { name: nameOf(member) })}
                onClick={() => setTeachers((now) => now.filter((one) => one !== member))}
              >
                {t("people.lists.remove")}
              </Button>
            </Group>
          ))}
        </Stack>
        <ScheduleFields terms={terms} value={schedule} wrong={wrong} onChange={setSchedule} />
        <Failure text={failure} />
        <Group>
          <Button type="submit" loading={isBusy}>
            {t("terms.make")}
          </Button>
        </Group>
      </Form>
    </Stack>
  );
}

function useMake(school: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  return async (body: Schemas["NewList"]) => {
    const { name } = await once(body, (requestId) =>
      answered(api.POST("/v1/schools/{school}/lists", { params: { path: { school }, query: { requestId } }, body })),
    );
    void queries.invalidateQueries({ queryKey: ["people", school, "lists"] });
    await navigate({ to: "/schools/$school/people/lists/$list", params: { school, list: idOf(name) } });
  };
}
