import { Button, Group, Radio, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { Failure } from "@/components/Failure";
import { StateBadge } from "@/components/StateBadge";
import { pickedSchool } from "./trial-school";
import { type PartProps, useSave } from "./use-save";

type School = Schemas["FoundSchool"];

/** More than these are found by typing. */
const MOST_BESIDE_ONE_ANOTHER = 8;

/** Which of the system's schools this one is. */
export function SchoolChoice({ schools, own }: { schools: readonly School[]; own: PartProps }) {
  const { t } = useTranslation();
  const stored = own.connection.schoolSourcedId;
  const [chosen, setChosen] = useState("");
  const { picked: value, isNew } = pickedSchool(schools, stored, chosen);
  const { run, isBusy, failure } = useSave(own.school, own.connection, () => ({ schoolSourcedId: value }));
  const exact = schools.find(({ sourcedId }) => sourcedId === stored);
  const kept = exact ?? (stored ? schools.find(({ isOurs }) => isOurs) : undefined);
  const several = schools.length > 1;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("rostering.trial.schools")}
      </Title>
      <Text size="sm" c="dimmed">
        {t(several ? "rostering.trial.schoolsHint" : "rostering.trial.oneSchool")}
      </Text>
      {kept && (
        <Group>
          <StateBadge meaning="done" label={t("rostering.trial.chosen", { name: nameOf(kept) })} />
        </Group>
      )}
      {schools.length > MOST_BESIDE_ONE_ANOTHER ? (
        <Select
          label={t("rostering.trial.school")}
          data={schools.map((school) => ({ value: school.sourcedId, label: withNumber(school) }))}
          value={value || null}
          onChange={(next) => setChosen(next ?? "")}
          searchable
          nothingFoundMessage={t("rostering.trial.noSchool")}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          maw={480}
        />
      ) : (
        <Radio.Group label={t("rostering.trial.school")} value={value} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {schools.map((school) => (
              <Radio key={school.sourcedId} value={school.sourcedId} label={withNumber(school)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <Failure text={failure} />
      <Group>
        <Button variant={kept ? "default" : "filled"} onClick={() => void run()} loading={isBusy} disabled={!isNew}>
          {t("rostering.trial.choose")}
        </Button>
      </Group>
    </Stack>
  );
}

const nameOf = ({ displayName, sourcedId }: School) => displayName || sourcedId;
const withNumber = (school: School) => (school.identifier ? `${nameOf(school)} (${school.identifier})` : nameOf(school));
