import { Paper, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { ErrorState } from "@/components/ErrorState";
import { StateMessage } from "@/components/StateMessage";
import { gradeName, nameOf } from "@/features/people/words";
import { childrenQuery } from "./queries";

interface Props {
  /** Only those of this school; of all schools where it is left out. */
  school?: string;
  headings: 2 | 3;
  /** Nothing stands there for who has no child here. */
  isQuiet?: boolean;
}

/** The person's own children, a card each. */
export function Children({ school, headings, isQuiet = false }: Props) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch } = useQuery(childrenQuery(useApi()));
  const shown = data?.children.filter((child) => !school || child.school === `schools/${school}`);
  if (error && !isQuiet) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending && !isQuiet) return <Skeleton height={120} role="status" aria-label={t("app.loading")} />;
  if (!shown?.length) return isQuiet ? null : <StateMessage title={t("home.noChildren")} text={t("home.noChildrenHint")} />;
  return (
    <section aria-label={t("home.children")}>
      {isQuiet && (
        <Title order={2} size="h4" mb="sm">
          {t("home.children")}
        </Title>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        {shown.map((child) => (
          <ChildCard key={child.name} child={child} order={headings} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function ChildCard({ child, order }: { child: Schemas["OwnChildView"]; order: 2 | 3 }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" component="article">
      <Title order={order} size="h4">
        {nameOf(child)}
      </Title>
      <Text>{gradeName(child.grade, t) || t("people.noGrade")}</Text>
      <Text size="sm" c="dimmed">
        {child.schoolDisplayName}
      </Text>
    </Paper>
  );
}
