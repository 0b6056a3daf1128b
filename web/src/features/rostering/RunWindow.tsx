import { List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCodes } from "./codes";
import type { Run } from "./queries";

/** That the calendar had a window open, and what one of a new school year set aside. */
export function RunWindow({ run }: { run: Run }) {
  const { t, i18n } = useTranslation();
  const told = useCodes();
  const { window, setAside } = run;
  if (!window || window === "BLACKOUT") return null;
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <Stack component="section" gap="sm" aria-labelledby="window">
      <Title order={2} size="h4" id="window">
        {t("rostering.window.title")}
      </Title>
      <Text maw={720}>{t(`rostering.window.${window}`)}</Text>
      {setAside.length > 0 && (
        <div>
          <Text size="sm" c="dimmed" id="aside">
            {t("rostering.window.aside")}
          </Text>
          <List aria-labelledby="aside">
            {setAside.map((hold) => (
              <List.Item key={`${hold.code} ${hold.kind ?? ""}`}>
                {told(hold.code)?.meaning ?? hold.message}{" "}
                {hold.kind && `${t(`rostering.kinds.${hold.kind}`)}: `}
                {t("rostering.holds.figures", {
                  count: hold.count,
                  of: number(hold.of),
                  limit: hold.limit.toLocaleString(i18n.language, { style: "percent", maximumFractionDigits: 1 }),
                })}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  );
}
