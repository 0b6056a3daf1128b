import { List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import type { Membership } from "@/app/claims";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { sessionsQuery } from "@/features/account/queries";
import { memberQuery } from "@/features/people/queries";
import { gradeName, nameOf } from "@/features/people/words";
import { LazyToday } from "@/features/today/LazyToday";
import { ownListsQuery } from "./queries";

/** What a student has of themselves: who they are here, their day, their classes, where they are signed in. */
export function StudentHome({ school, person }: Membership) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch } = useQuery(memberQuery(useApi(), school, person, false));
  return (
    <Stack gap="xl">
      {isPending && <Skeleton height={64} role="status" aria-label={t("app.loading")} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <section aria-labelledby="me">
          <Title order={2} size="h3" id="me">
            {nameOf(data)}
          </Title>
          <Text>{gradeName(data.grade, t) || t("people.noGrade")}</Text>
        </section>
      )}
      <LazyToday school={school} member={person} isSelf />
      <OwnLists school={school} />
      <SignIns />
    </Stack>
  );
}

/** The names of the lists that the person is on; who else is on them stays theirs. */
function OwnLists({ school }: { school: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(ownListsQuery(useApi()));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const lists = data?.lists.filter((one) => one.school === `schools/${school}`);
  return (
    <section aria-labelledby="lists">
      <Title order={2} size="h4" mb="sm" id="lists">
        {t("home.ownLists")}
      </Title>
      {!lists && <Skeleton height={24} role="status" aria-label={t("app.loading")} />}
      {lists?.length === 0 && <Text c="dimmed">{t("home.noOwnLists")}</Text>}
      {lists && lists.length > 0 && (
        <List>
          {lists.map(({ name, displayName }) => (
            <List.Item key={name}>{displayName}</List.Item>
          ))}
        </List>
      )}
    </section>
  );
}

function SignIns() {
  const { t } = useTranslation();
  const sessions = useQuery(sessionsQuery(useApi())).data?.sessions;
  return (
    <section aria-labelledby="sign-ins">
      <Title order={2} size="h4" mb="sm" id="sign-ins">
        {t("account.title")}
      </Title>
      {sessions && <Text>{t("home.signIns", { count: sessions.length })}</Text>}
      <Text>
        <PageLink to="/account">{t("home.toSignIns")}</PageLink>
      </Text>
    </section>
  );
}
