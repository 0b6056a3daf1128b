import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useIdentity, useSession } from "@/app/session";
import { DataTable } from "@/components/DataTable";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { When } from "@/components/When";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { sessionsQuery } from "./queries";

type SessionView = Schemas["SessionView"];

/** Where somebody is signed in, and how they end that. */
export function AccountPage() {
  const { t } = useTranslation();
  const { email } = useIdentity();
  const { leave } = useSession();
  const api = useApi();
  const { run, isBusy, failure } = useAct(
    async () => {
      await answered(api.POST("/v1/me:signOutEverywhere"));
    },
    () => leave("ended"),
  );
  return (
    <Page title={t("account.title")}>
      <Text>{email}</Text>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("account.sessions")}
        </Title>
        <Text maw={640} c="dimmed">
          {t("account.sessionsHint")}
        </Text>
        <Sessions />
        <Failure text={failure} />
        <Group>
          <Button variant="default" loading={isBusy} onClick={() => void run()}>
            {t("account.everywhere")}
          </Button>
        </Group>
      </Stack>
    </Page>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery(api));
  const { run, failure } = useAct(
    async (session: string) => {
      await answered(api.DELETE("/v1/me/sessions/{session}", { params: { path: { session } } }));
      await queries.invalidateQueries({ queryKey: ["sessions"] });
    },
    () => tell(t("account.ended")),
  );
  const device = (one: SessionView) => one.device || t("account.unknownDevice");
  return (
    <>
      <Failure text={failure} />
      <DataTable<SessionView>
        label={t("account.sessions")}
        rows={data?.sessions}
        keyOf={({ name }) => name}
        error={error}
        onRetry={() => void refetch()}
        empty={null}
        columns={[
          {
            id: "device",
            title: t("account.device"),
            cell: (one) => (
              <Group gap="xs">
                {device(one)}
                {one.current && <Badge variant="outline">{t("account.this")}</Badge>}
              </Group>
            ),
          },
          { id: "since", title: t("account.since"), onPhone: "below", cell: ({ startTime }) => <When time={startTime} /> },
          {
            id: "end",
            title: t("account.end"),
            onPhone: "column",
            cell: (one) =>
              one.current ? null : (
                <Button
                  variant="default"
                  size="xs"
                  aria-label={t("account.endThat", { device: device(one) })}
                  onClick={() => void run(idOf(one.name))}
                >
                  {t("account.end")}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}
