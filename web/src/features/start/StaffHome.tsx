import { Button, Group, List, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import type { Membership } from "@/app/claims";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { soughtIn } from "@/features/people/people-search";
import { LazyToday } from "@/features/today/LazyToday";
import { Children } from "./Children";
import { ownListsQuery } from "./queries";

/** What somebody who teaches or works at a school begins with: their day, finding people, and their own classes. */
export function StaffHome({ school, role, person }: Membership) {
  const may = useMay(school);
  return (
    <Stack gap="xl">
      {may("members:get") && <LazyToday school={school} member={person} isSelf />}
      {may("members:list") && <Find school={school} />}
      {may("lists:get") && <Classes school={school} isTeacher={role === "TEACHER"} />}
      {may("children:list") && <Children school={school} headings={3} isQuiet />}
    </Stack>
  );
}

function Find({ school }: { school: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        // Not in the address: what is typed is somebody's name.
        void navigate({ to: "/schools/$school/people", params: { school }, state: { sought: soughtIn(typed) } });
      }}
    >
      <Group align="flex-end" maw={560}>
        <TextInput
          flex={1}
          type="search"
          label={t("people.find")}
          leftSection={<IconSearch size={18} aria-hidden />}
          maxLength={100}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit">{t("home.find")}</Button>
      </Group>
    </form>
  );
}

function Classes({ school, isTeacher }: { school: string; isTeacher: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(ownListsQuery(useApi()));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const taught = data?.lists.filter((one) => one.teaches && one.school === `schools/${school}`);
  return (
    <section aria-labelledby="classes">
      <Title order={2} size="h4" mb="sm" id="classes">
        {t("home.classes")}
      </Title>
      {!taught && <Skeleton height={24} role="status" aria-label={t("app.loading")} />}
      {taught?.length === 0 && <Text c="dimmed">{t(isTeacher ? "home.noClasses" : "home.noOwnClasses")}</Text>}
      {taught && taught.length > 0 && (
        <List spacing="xs">
          {taught.map(({ name, displayName }) => (
            <List.Item key={name}>
              <PageLink to="/schools/$school/people/lists/$list" params={{ school, list: idOf(name) }}>
                {displayName}
              </PageLink>
            </List.Item>
          ))}
        </List>
      )}
      <Text mt="sm">
        <PageLink to="/schools/$school/people/lists" params={{ school }}>
          {t("people.lists.toAll")}
        </PageLink>
      </Text>
    </section>
  );
}
