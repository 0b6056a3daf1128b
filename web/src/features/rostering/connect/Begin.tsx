import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useMay } from "@/app/permissions";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import { DropZone } from "../DropZone";
import { hasSource } from "../source-form";
import { type PartProps, useChange } from "../use-save";
import { useSyncNow } from "../use-sync-now";
import { hasKey } from "./wizard-steps";

/** How the dry run is started: the system is asked, or a file is sent. */
export function Begin({ own, isAgain = false }: { own: PartProps; isAgain?: boolean }) {
  return hasSource(own.connection.method) ? <Ask own={own} isAgain={isAgain} /> : <Send own={own} />;
}

function Ask({ own, isAgain }: { own: PartProps; isAgain: boolean }) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const change = useChange(school);
  const syncNow = useSyncNow(school, idOf(connection.name));
  const isReady = hasKey(connection);
  const may = useMay(school);
  const { run, isBusy, failure } = useAct(async () => {
    if (!connection.enabled) await change(connection, { enabled: true });
    await syncNow();
  });
  if (!own.mayEdit || !may("rosterFeeds:steer")) return null;
  return (
    <Stack gap="sm">
      <Text maw={640}>{t(isReady ? "connect.begin.ask" : "connect.begin.notReady")}</Text>
      {isReady && !connection.schoolSourcedId && (
        <Text size="sm" maw={640}>
          {t("connect.begin.noSchool")}
        </Text>
      )}
      <Failure text={failure} />
      <Group>
        <Button onClick={() => void run()} loading={isBusy} disabled={!isReady}>
          {t(isAgain ? "connect.begin.again" : "connect.begin.start")}
        </Button>
      </Group>
    </Stack>
  );
}

function Send({ own }: { own: PartProps }) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const may = useMay(school);
  if (!connection.enabled) return <Text maw={640}>{t("connect.begin.off")}</Text>;
  return (
    <Stack gap="sm" maw={720}>
      <Text maw={640}>{t("connect.begin.send")}</Text>
      {may("rosterUploads:create") && (
        <Stack component="section" gap="xs" aria-labelledby="send">
          <Title order={3} size="h4" id="send">
            {t("rostering.upload.title")}
          </Title>
          <DropZone school={school} connections={[connection]} />
        </Stack>
      )}
    </Stack>
  );
}
