import { List, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { PageLink } from "@/components/links";
import { connectionsQuery, runsQuery } from "@/features/rostering/queries";
import { noticeSettingsQuery } from "@/features/settings/queries";

/** The way from an empty school to one that rosters itself; gone once it has been walked. */
export function FirstSteps({ school }: { school: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [connections, runs, notices] = useQueries({
    queries: [connectionsQuery(api, school), runsQuery(api, school), noticeSettingsQuery(api, school)],
  });
  if (!connections.data || !runs.data || !notices.data) return null;
  const all = connections.data.rosterConnections;
  const first = all[0];
  const isOn = (name: "update" | "archive") =>
    all.some(({ switches }) => Object.values(switches ?? {}).some((each) => each[name]));
  const params = { school, connection: first ? idOf(first.name) : "" };
  const to = "/schools/$school/rostering/connections/$connection" as const;
  const rostering = <PageLink underline="always" to="/schools/$school/rostering" params={{ school }}>{t("steps.toRostering")}</PageLink>;
  const steps = [
    {
      id: "connect",
      isDone: first !== undefined,
      link: <PageLink underline="always" to="/schools/$school/rostering/connect" params={{ school }}>{t("steps.toConnect")}</PageLink>,
    },
    {
      id: "send",
      isDone: runs.data.rosterRuns.length > 0,
      link: first && <PageLink underline="always" to="/schools/$school/rostering/connect" params={{ school }} search={{ connection: idOf(first.name) }}>{t("steps.goOn")}</PageLink>,
    },
    { id: "approve", isDone: all.some(({ verifiedTime }) => Boolean(verifiedTime)), link: rostering },
    {
      id: "update",
      isDone: isOn("update") && isOn("archive"),
      link: first && <PageLink underline="always" to={to} params={params} search={{ part: "sync" }}>{t("steps.toSync")}</PageLink>,
    },
    {
      id: "mail",
      isDone: notices.data.rosterResult.recipients.length > 0,
      link: <PageLink underline="always" to="/schools/$school/settings" params={{ school }}>{t("steps.toSettings")}</PageLink>,
    },
  ];
  const next = steps.find(({ isDone }) => !isDone);
  if (!next) return null;
  return (
    <section aria-labelledby="steps">
      <Title order={2} size="h4" id="steps">
        {t("steps.title")}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t("steps.done", { count: steps.filter(({ isDone }) => isDone).length, of: steps.length })}
      </Text>
      <List spacing="sm" listStyleType="none">
        {steps.map(({ id, isDone, link }) => (
          <List.Item
            key={id}
            icon={
              <ThemeIcon variant={isDone ? "filled" : "default"} size={24} radius={12} aria-label={isDone ? t("steps.isDone") : t("steps.isOpen")} role="img">
                {isDone ? <IconCheck size={16} aria-hidden /> : <IconCircle size={16} aria-hidden />}
              </ThemeIcon>
            }
          >
            <Text fw={id === next.id ? 600 : 400}>{t(`steps.${id}`)}</Text>
            {id === next.id && (
              <Text size="sm">
                {t(`steps.${id}Hint`)} {link}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </section>
  );
}
