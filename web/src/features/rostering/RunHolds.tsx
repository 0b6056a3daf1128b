import { List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCodes } from "./codes";
import type { Run } from "./queries";

/** Why something waits or was refused: what it means, the numbers behind it, and what to do. */
export function RunHolds({ holds }: { holds: Run["holds"] }) {
  const { t, i18n } = useTranslation();
  const told = useCodes();
  if (holds.length === 0) return null;
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 2 });
  const limit = (value: number) =>
    value > 0 && value < 1 ? value.toLocaleString(i18n.language, { style: "percent", maximumFractionDigits: 1 }) : number(value);
  return (
    <Stack component="section" gap="sm" aria-labelledby="holds">
      <Title order={2} size="h4" id="holds">
        {t("rostering.holds.title")}
      </Title>
      <List listStyleType="none" spacing="md" styles={{ itemWrapper: { display: "block" } }}>
        {holds.map((hold) => (
          <List.Item key={`${hold.code} ${hold.kind ?? ""}`}>
            <Text fw={600}>
              {told(hold.code)?.meaning ?? hold.message}{" "}
              <Text component="span" size="sm" c="dimmed" fw={400}>
                {hold.code}
              </Text>
            </Text>
            {hold.of > 0 && (
              <Text size="sm">
                {hold.kind && `${t(`rostering.kinds.${hold.kind}`)}: `}
                {t("rostering.holds.figures", { count: hold.count, of: number(hold.of), limit: limit(hold.limit) })}
              </Text>
            )}
            <Text size="sm" c="dimmed" maw={720}>
              {told(hold.code)?.fix}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
