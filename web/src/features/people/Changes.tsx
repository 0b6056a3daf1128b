import { Button, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { DataTable } from "@/components/DataTable";
import { When } from "@/components/When";
import { PageLink } from "@/components/links";
import { useZone } from "@/features/schools/zone";
import { changesQuery, memberQuery } from "./queries";
import { useFieldNames } from "./use-field-names";
import { nameOf } from "./words";

type Change = Schemas["ChangeView"];
const PERSON = /^person:([a-z0-9][a-z0-9-]{0,62})$/;

/** What rosters and people have changed of a member, the newest first. */
export function Changes({ school, member }: { school: string; member: string }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const found = useInfiniteQuery(changesQuery(useApi(), school, member));
  return (
    <Stack component="section" gap="sm" align="stretch">
      <Title order={2} size="h4">
        {t("people.changes.title")}
      </Title>
      <DataTable
        label={t("people.changes.title")}
        columns={[
          { id: "time", title: t("people.changes.time"), cell: ({ time }) => <When time={time} zone={zone} /> },
          { id: "what", title: t("people.changes.what"), cell: (change) => <What school={school} change={change} />, onPhone: "below" },
          { id: "who", title: t("people.changes.who"), cell: (change) => <Who school={school} change={change} />, onPhone: "below" },
        ]}
        rows={found.data?.pages.flatMap(({ changes }) => changes)}
        keyOf={({ time, actor, run, action }) => [time, actor, run, action].join(" ")}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<Text c="dimmed">{t("people.changes.none")}</Text>}
      />
      {found.hasNextPage && (
        <div>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t("people.changes.older")}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function What({ school, change: { action, fields } }: { school: string; change: Change }) {
  const { t } = useTranslation();
  const { nameOfField } = useFieldNames(school);
  const named = fields.map(nameOfField).join(", ");
  return <>{t(`people.changes.${action}`) + (named ? `: ${named}` : "")}</>;
}

function Who({ school, change: { actor, run } }: { school: string; change: Change }) {
  const { t } = useTranslation();
  if (run) {
    return (
      <PageLink fz="inherit" to="/schools/$school/rostering/runs/$run" params={{ school, run: idOf(run) }}>
        {t("people.changes.run")}
      </PageLink>
    );
  }
  const person = PERSON.exec(actor ?? "")?.[1];
  return person ? <Person school={school} person={person} /> : <>{t("people.changes.person")}</>;
}

/** Somebody who works for the district is a member of no school. */
function Person({ school, person }: { school: string; person: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(memberQuery(useApi(), school, person, false));
  if (!data) return <>{t("people.changes.person")}</>;
  return (
    <PageLink fz="inherit" to="/schools/$school/people/$member" params={{ school, member: person }}>
      {nameOf(data)}
    </PageLink>
  );
}
