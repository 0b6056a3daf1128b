import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { Page } from "@/components/Page";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";
import { connectionId } from "./connection-id";
import { connectionsQuery, rosteringKey, systemsQuery } from "./queries";
import { KINDS } from "./run-state";
import { SystemSelect } from "./SystemSelect";

/** Adding is safe from the first day on; changing and archiving wait for the first good run. */
const RECOMMENDED = Object.fromEntries(
  KINDS.map((kind) => [kind, { add: true, update: false, archive: false }]),
);

/** Connects a system to the school: which one it is, and what the connection is called. */
export function ConnectPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/rostering/connect" });
  const api = useApi();
  const systems = useQuery(systemsQuery(api)).data?.sisSystems ?? [];
  const others = useQuery(connectionsQuery(api, school)).data?.rosterConnections ?? [];
  const [sis, setSis] = useState("");
  const [name, setName] = useState<string | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const suggested = systems.find((system) => system.name === `sisSystems/${sis}`)?.displayName ?? "";
  const displayName = (name ?? suggested).trim();
  const connection = connectionId(displayName, others.map((other) => idOf(other.name)));
  const { run, isBusy, failure } = useConnect({ school, connection, displayName, sis, before });
  return (
    <Page title={t("rostering.connect.title")}>
      <Form label={t("rostering.connect.title")} onSubmit={run} width={560}>
          <Text>{t("rostering.connect.intro")}</Text>
          <SystemSelect value={sis} onChange={setSis} />
          <TextInput
            label={t("rostering.connection.name")}
            description={t("rostering.connect.nameHint")}
            required
            maxLength={100}
            value={name ?? suggested}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {others.length > 0 && (
            <Select
              label={t("rostering.connect.before")}
              description={t("rostering.connect.beforeHint")}
              data={others.map((other) => ({ value: idOf(other.name), label: other.displayName || idOf(other.name) }))}
              value={before}
              onChange={setBefore}
              clearable
              clearButtonProps={{ "aria-label": t("rostering.connect.beforeNone") }}
            />
          )}
          <Text size="sm" c="dimmed">
            {t("rostering.connect.then")}
          </Text>
          <Failure text={failure} />
          <Group>
            <Button type="submit" loading={isBusy} disabled={!displayName}>
              {t("rostering.connect.submit")}
            </Button>
          </Group>
    </Form>
    </Page>
  );
}

interface Wanted {
  school: string;
  connection: string;
  displayName: string;
  sis: string;
  before: string | null;
}

function useConnect({ school, connection, displayName, sis, before }: Wanted) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  return useAct(async () => {
    const body = {
      connection,
      displayName,
      sis,
      enabled: true,
      switches: RECOMMENDED,
      ...(before ? { migratesFrom: before } : {}),
    } as never;
    await once(body, (requestId) =>
      answered(
        api.POST("/v1/schools/{school}/rosterConnections", {
          params: { path: { school }, query: { requestId } },
          body,
        }),
      ),
    );
    await queries.invalidateQueries({ queryKey: rosteringKey(school) });
    await navigate({
      to: "/schools/$school/rostering/connections/$connection",
      params: { school, connection },
      search: { part: "access" },
    });
  });
}
