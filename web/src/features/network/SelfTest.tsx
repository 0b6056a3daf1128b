import { Alert, Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopiedText } from "./CopiedText";
import type { Host } from "./hosts";
import { reportOf } from "./report";
import type { useSelfTest } from "./use-self-test";
import { resultOf, verdictOf } from "./verdict";

interface Props {
  hosts: readonly Host[];
  test: ReturnType<typeof useSelfTest>;
}

const BAD = new Set(["blocked", "cut", "foreign"]);

/** Begins the test, says how far it is, what it came to, and what to send to whom. */
export function SelfTest({ hosts, test }: Props) {
  const { t } = useTranslation();
  const { run, isRunning, attempts, time, done, of } = test;
  const verdict = isRunning ? undefined : verdictOf(hosts, attempts);
  return (
    <Stack gap="sm" component="section" aria-labelledby="test" maw={720}>
      <Title order={2} size="h4" id="test">
        {t("network.test")}
      </Title>
      <Text>{t("network.testHint")}</Text>
      <Group>
        <Button loading={isRunning} onClick={() => void run()}>
          {time ? t("network.again") : t("network.run")}
        </Button>
      </Group>
      {isRunning && <Progress value={(100 * done) / of} aria-label={t("network.test")} transitionDuration={0} />}
      <Text size="sm" role="log" aria-live="polite">
        {isRunning ? t("network.progress", { done, of }) : ""}
      </Text>
      {verdict && time && (
        <>
          <Alert
            role="alert"
            variant="outline"
            color={verdict === "ok" ? "teal" : "red"}
            icon={verdict === "ok" ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
            title={t(`network.verdicts.${verdict}`)}
          >
            <Text size="sm">{t(`network.advice.${verdict}`, { hosts: badOf(hosts, test).join(", ") })}</Text>
          </Alert>
          {verdict !== "ok" && (
            <CopiedText
              label={t("network.report")}
              text={reportOf({ hosts, attempts, time, origin: window.location.origin, browser: navigator.userAgent }, t)}
            />
          )}
        </>
      )}
    </Stack>
  );
}

const badOf = (hosts: readonly Host[], { attempts }: Props["test"]) =>
  hosts.filter((host) => BAD.has(resultOf(host, hosts[0], attempts) ?? "")).map(({ id }) => id);
