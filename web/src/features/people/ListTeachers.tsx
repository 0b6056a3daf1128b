import { Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ListPeople } from "./ListPeople";
import { memberQuery } from "./queries";

interface Props {
  school: string;
  list: string;
  teacherIds: readonly string[];
  mayChange: boolean;
}

/** Who teaches a list and so sees its members; for those who run the school. */
export function ListTeachers({ school, list, teacherIds, mayChange }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const found = useQueries({ queries: teacherIds.map((person) => memberQuery(api, school, person, false)) });
  const isPending = found.some((one) => one.isPending);
  const failed = found.find((one) => one.isError);
  return (
    <ListPeople
      school={school}
      list={list}
      field="teacherIds"
      title={t("people.lists.teachers")}
      ids={teacherIds}
      people={isPending ? undefined : found.flatMap(({ data }) => data ?? [])}
      isFitting={({ kind }) => kind !== "student"}
      mayChange={mayChange}
      error={failed?.error}
      onRetry={() => found.forEach((one) => void one.refetch())}
      empty={<Text c="dimmed">{t("people.lists.teachersNone")}</Text>}
    />
  );
}
