import { List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { HeadersPart } from "../HeadersPart";
import { SourceTrial } from "../SourceTrial";
import { hasSource } from "../source-form";
import type { PartProps } from "../use-save";
import { Step, StepEnd } from "./Step";
import { hasKey } from "./wizard-steps";

/** Whether it works before anybody is rostered: the system is asked, or a file's first row is read. */
export function TrialStep(own: PartProps) {
  const { t } = useTranslation();
  const { school, connection } = own;
  const isPulled = hasSource(connection.method);
  return (
    <Step
      step="trial"
      title={t(isPulled ? "connect.trial.system" : "connect.trial.file")}
      text={t(isPulled ? "connect.trial.systemText" : "connect.trial.fileText")}
    >
      {isPulled ? <SourceTrial {...own} /> : <TryFile {...own} />}
      <StepEnd
        school={school}
        connection={idOf(connection.name)}
        step="trial"
        blocked={isPulled && !hasKey(connection) ? t("connect.trial.blocked") : ""}
      />
    </Step>
  );
}

function TryFile(own: PartProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <List maw={640} spacing="xs">
        {(["kinds", "whole", "package", "mixed"] as const).map((rule) => (
          <List.Item key={rule}>
            <Text size="sm">{t(`connect.trial.names.${rule}`)}</Text>
          </List.Item>
        ))}
      </List>
      <HeadersPart key={own.connection.etag} {...own} />
    </Stack>
  );
}
