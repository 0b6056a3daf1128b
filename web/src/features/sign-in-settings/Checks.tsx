import { List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { keyOfWay } from "./ways";

type Check = Schemas["SignInCheckView"];

const MEANINGS: Record<Check["result"], Meaning> = { OK: "done", WRONG: "refused", UNKNOWN: "quiet" };
const ORDER: readonly Check["result"][] = ["WRONG", "UNKNOWN", "OK"];

/** What has to be so for people to sign in, what is wrong first, each with what helps. */
export function Checks({ checks, names }: { checks: readonly Check[]; names: ReadonlyMap<string, string> }) {
  const { t, i18n } = useTranslation();
  const fixOf = ({ check, about }: Check) => {
    const own = `signInSettings.checks.${check}.fixes.${keyOfWay(about)}`;
    return i18n.exists(own) ? t(own) : t(`signInSettings.checks.${check}.fix`);
  };
  const sorted = ORDER.flatMap((result) => checks.filter((each) => each.result === result));
  return (
    <Stack gap="sm" component="section" aria-labelledby="checks">
      <Title order={3} size="h5" id="checks">
        {t("signInSettings.checks.title", { count: checks.filter(({ result }) => result === "WRONG").length })}
      </Title>
      <List spacing="sm" listStyleType="none">
        {sorted.map((check) => {
          const about = names.get(check.about) ?? check.about;
          return (
            <List.Item key={`${check.check} ${check.about}`}>
              <StateBadge meaning={MEANINGS[check.result]} label={t(`signInSettings.checks.results.${check.result}`)} />{" "}
              {t(`signInSettings.checks.${check.check}.what`, { about })}
              {check.result === "WRONG" && (
                <Text size="sm">{fixOf(check)}</Text>
              )}
              {check.result === "UNKNOWN" && (
                <Text size="sm" c="dimmed">
                  {t("signInSettings.checks.unknown")} {fixOf(check)}
                </Text>
              )}
            </List.Item>
          );
        })}
      </List>
    </Stack>
  );
}
