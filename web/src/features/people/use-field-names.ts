import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { peopleSettingsQuery } from "@/features/settings/queries";

export const FREE_FIELDS = ["idField1", "idField2"] as const;

/** What the fields of people are called, the free ones as the school calls them. */
export function useFieldNames(school: string) {
  const { t } = useTranslation();
  const mayRead = useMay(school)("peopleSettings:get");
  const { data } = useQuery({ ...peopleSettingsQuery(useApi(), school), enabled: mayRead });
  const own: Record<string, string | undefined> = {
    idField1: data?.idField1Label,
    idField2: data?.idField2Label,
  };
  return {
    nameOfField: (field: string) => own[field] || t(`people.fields.${field}`, { defaultValue: field }),
    /** Free fields that the school has given a name. */
    inUse: FREE_FIELDS.filter((field) => own[field]),
  };
}
