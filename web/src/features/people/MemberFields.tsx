import { NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { GRADES } from "./people-search";
import type { MemberTexts, MemberValues } from "./member-form";
import { useFieldNames } from "./use-field-names";
import { gradeName } from "./words";

interface Props {
  school: string;
  form: UseFormReturnType<MemberValues>;
  isNew?: boolean;
  kinds?: readonly Schemas["MemberKind"][];
  roles?: readonly Schemas["Role"][];
}

/** The fields of a member, labels above, what is wrong beside each. */
export function MemberFields({ school, form, isNew = false, kinds = [], roles = [] }: Props) {
  const { t } = useTranslation();
  const isStudent = form.values.kind === "student";
  const { nameOfField, inUse } = useFieldNames(school);
  const field = (name: keyof MemberTexts) => ({
    label: nameOfField(name),
    ...form.getInputProps(name),
  });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} maw={720}>
      <TextInput {...field("firstName")} required autoComplete="off" maxLength={100} />
      <TextInput {...field("lastName")} required autoComplete="off" maxLength={100} />
      {kinds.length > 0 && (
        <NativeSelect {...field("kind")} data={kinds.map((value) => ({ value, label: t(`people.kinds.${value}`) }))} />
      )}
      {isStudent && <NativeSelect {...field("grade")} data={gradesFor(t)} />}
      <TextInput {...field("email")} type="email" autoComplete="off" maxLength={254} />
      <TextInput {...field("phone")} type="tel" autoComplete="off" maxLength={32} />
      {isNew && (
        <TextInput {...field("sisId")} description={t("people.sisIdHint")} autoComplete="off" maxLength={100} />
      )}
      {inUse.map((name) => (
        <TextInput key={name} {...field(name)} autoComplete="off" maxLength={100} />
      ))}
      {roles.length > 0 && (
        <NativeSelect {...field("role")} data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))} />
      )}
    </SimpleGrid>
  );
}

function gradesFor(t: ReturnType<typeof useTranslation>["t"]) {
  const known = GRADES.map((value) => ({ value, label: gradeName(value, t) }));
  return [{ value: "", label: t("people.noGrade") }, ...known];
}
