import { Checkbox, MultiSelect, SimpleGrid, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { MemberValues, Reach } from "./member-form";
import { GRADES } from "./people-search";
import { MODULES, moduleName } from "./reach-words";
import { gradeName } from "./words";

interface Props {
  form: UseFormReturnType<MemberValues>;
  /** Which of the fields the role has a use for. */
  reach: readonly Reach[];
}

/** How far somebody's role reaches: for which grades, and what they manage beside it. */
export function ReachFields({ form, reach }: Props) {
  const { t } = useTranslation();
  if (!reach.length) return null;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={720}>
        {reach.includes("limitedToGrades") && (
          <MultiSelect
            {...form.getInputProps("limitedToGrades")}
            label={t("people.fields.limitedToGrades")}
            description={t("people.limitHint")}
            data={GRADES.map((value) => ({ value, label: gradeName(value, t) }))}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        {reach.includes("modules") && (
          <Checkbox.Group
            {...form.getInputProps("modules")}
            label={t("people.fields.modules")}
            description={t("people.modulesHint")}
          >
            <SimpleGrid cols={2} spacing="xs" mt="xs">
              {MODULES.map((module) => (
                <Checkbox key={module} value={module} label={moduleName(module, t)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
        )}
      </SimpleGrid>
      <Text size="sm" maw={640}>
        {t("people.reachHint")}
      </Text>
    </>
  );
}
