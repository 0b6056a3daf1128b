import { Stack, Text } from "@mantine/core";
import { idOf } from "@/api/names";
import { useMay } from "@/app/permissions";
import { useTranslation } from "react-i18next";
import { AccessPart } from "../AccessPart";
import { SourceKeys } from "../SourcePart";
import { hasSource } from "../source-form";
import type { PartProps } from "../use-save";
import { Step, StepEnd } from "./Step";
import { hasKey } from "./wizard-steps";

/** How the people get here: the system's address and key, or where its files are sent. */
export function WayInStep(own: PartProps) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const isPulled = hasSource(connection.method);
  const blocked = isPulled && !hasKey(connection) ? t("connect.access.blocked") : "";
  return (
    <Step
      step="access"
      title={t(isPulled ? "connect.access.keys" : "connect.access.files")}
      text={t(isPulled ? "connect.access.keysText" : "connect.access.filesText")}
    >
      {isPulled ? <SourceKeys {...own} /> : <Files {...own} />}
      <StepEnd school={school} connection={idOf(connection.name)} step="access" blocked={blocked} />
    </Step>
  );
}

function Files({ school, connection }: PartProps) {
  const { t } = useTranslation();
  const may = useMay(school);
  return (
    <Stack gap="lg">
      {may("sftpLogins:get") && <AccessPart school={school} connection={connection} />}
      <Text size="sm" c="dimmed" maw={640}>
        {t("connect.access.withoutLogin")}
      </Text>
    </Stack>
  );
}
