import { MultiSelect, Select, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { GRADES } from "@/features/people/people-search";
import { gradeName } from "@/features/people/words";
import type { Connection } from "./queries";

const TERMS = ["ALL", "CURRENT"] as const;

export type ClassSettings = Required<Pick<Connection, "rosterSections" | "sectionTerms" | "sectionGrades">>;

/** The settings about classes that a connection has. */
export const classSettings = ({ rosterSections, sectionTerms, sectionGrades }: Connection): ClassSettings => ({
  rosterSections,
  sectionTerms,
  sectionGrades: sectionGrades ?? [],
});

/** Whether classes come too, and of which terms and grades. */
export function ClassesFields({ values, onChange }: { values: ClassSettings; onChange: (changed: Partial<ClassSettings>) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Switch
        label={t("rostering.classes.roster")}
        description={t("rostering.classes.rosterHint")}
        checked={values.rosterSections}
        onChange={(event) => onChange({ rosterSections: event.currentTarget.checked })}
      />
      {values.rosterSections && (
        <>
          <Select
            label={t("rostering.classes.terms")}
            data={TERMS.map((value) => ({ value, label: t(`rostering.classes.of.${value}`) }))}
            value={values.sectionTerms}
            onChange={(value) => onChange({ sectionTerms: TERMS.find((each) => each === value) ?? "ALL" })}
            allowDeselect={false}
            maw={420}
          />
          <MultiSelect
            label={t("rostering.classes.grades")}
            description={t("rostering.classes.gradesHint")}
            data={GRADES.map((value) => ({ value, label: gradeName(value, t) }))}
            value={values.sectionGrades}
            onChange={(sectionGrades) => onChange({ sectionGrades })}
            comboboxProps={{ withinPortal: false }}
            maw={420}
          />
        </>
      )}
    </Stack>
  );
}
