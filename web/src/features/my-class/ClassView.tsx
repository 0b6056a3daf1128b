import { Group, SegmentedControl, Skeleton, Stack, Switch, Text, VisuallyHidden } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ErrorState } from "@/components/ErrorState";
import { StateMessage } from "@/components/StateMessage";
import { RandomStudent } from "./RandomStudent";
import { Students } from "./Students";
import { type Kept, VIEWS } from "./kept";
import { studentsQuery } from "./queries";
import { SORTS, sorted, together } from "./students";
import { useBlur } from "./use-blur";

interface Props {
  school: string;
  /** Ids of the lists that are shown, and how. */
  kept: Kept;
  onChange: (changes: Partial<Kept>) => void;
}

/** The students of the chosen lists as one set, and what a teacher does with them in front of a class. */
export function ClassView({ school, kept, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [isBlurred, setBlurred] = useBlur();
  const found = useQueries({ queries: kept.lists.map((list) => studentsQuery(api, school, list)) });
  const failed = found.find(({ isError }) => isError);
  const isPending = found.some((one) => one.isPending);
  const students = sorted(together(found.map(({ data }) => data ?? [])), kept.sort, i18n.language);
  return (
    <Stack gap="md">
      <Group gap="md" justify="space-between">
        <Group gap="md">
          <SegmentedControl
            aria-label={t("myClass.view")}
            data={VIEWS.map((value) => ({ value, label: t(`myClass.views.${value}`) }))}
            value={kept.view}
            onChange={(view) => onChange({ view })}
          />
          <SegmentedControl
            aria-label={t("myClass.sort")}
            data={SORTS.map((value) => ({ value, label: t(`myClass.sorts.${value}`) }))}
            value={kept.sort}
            onChange={(sort) => onChange({ sort })}
          />
        </Group>
        <Switch
          size="md"
          label={t("myClass.blur")}
          description={t("myClass.blurHint")}
          checked={isBlurred}
          onChange={({ currentTarget }) => setBlurred(currentTarget.checked)}
        />
      </Group>
      <VisuallyHidden aria-live="polite">{t(isBlurred ? "myClass.blurOn" : "myClass.blurOff")}</VisuallyHidden>
      {failed && <ErrorState error={failed.error} onRetry={() => found.forEach((one) => void one.refetch())} />}
      {!failed && isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
      {!failed && !isPending && kept.lists.length > 0 && (
        <>
          <RandomStudent school={school} students={students} isBlurred={isBlurred}>
            <Text fw={600} aria-live="polite">
              {t("myClass.count", { count: students.length })}
              {kept.lists.length > 1 && ` · ${t("myClass.ofLists", { count: kept.lists.length })}`}
            </Text>
          </RandomStudent>
          {students.length ? (
            <Students school={school} students={students} view={kept.view} isBlurred={isBlurred} />
          ) : (
            <StateMessage title={t("myClass.nobody")} text={t("myClass.nobodyHint")} />
          )}
        </>
      )}
      {kept.lists.length === 0 && <StateMessage title={t("myClass.noneChosen")} text={t("myClass.noneChosenHint")} />}
    </Stack>
  );
}
