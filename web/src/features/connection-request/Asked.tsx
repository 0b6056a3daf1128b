import { Stack, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { When } from "@/components/When";

/** Who asks, for which system, and where the values are to be found there. */
export function Asked({ asked }: { asked: Schemas["AskedSource"] }) {
  const { t } = useTranslation();
  const { schoolDisplayName: school, districtDisplayName: district } = asked;
  const facts = [
    { key: "school", value: school },
    { key: "district", value: district },
    { key: "connection", value: asked.connectionDisplayName },
    { key: "system", value: asked.systemDisplayName },
  ] as const;
  const steps = asked.api?.steps;
  return (
    <Stack gap="lg" maw={720}>
      <Text>
        {district
          ? t("connectionRequest.page.asks", { school, district })
          : t("connectionRequest.page.asksAlone", { school })}
      </Text>
      <Table maw={480} withRowBorders={false} aria-label={t("connectionRequest.page.about")}>
        <Table.Tbody>
          {facts.map(({ key, value }) => value && <Fact key={key} name={t(`connectionRequest.page.${key}`)}>{value}</Fact>)}
          <Fact name={t("connectionRequest.page.ends")}>
            <When time={asked.expireTime} />
          </Fact>
        </Table.Tbody>
      </Table>
      {asked.note && (
        <div>
          <Text fw={600}>{t("connectionRequest.page.note")}</Text>
          <Text style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{asked.note}</Text>
        </div>
      )}
      <Stack component="section" gap="xs" aria-labelledby="where">
        <Title order={2} size="h4" id="where">
          {t("connectionRequest.page.where")}
        </Title>
        <Text>{t("connectionRequest.page.needs")}</Text>
        {steps && <Text>{t(`rostering.source.steps.${steps as "aeries"}`)}</Text>}
        <Text>{t("connectionRequest.page.kept")}</Text>
      </Stack>
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} c="dimmed">
        {name}
      </Table.Th>
      <Table.Td style={{ overflowWrap: "anywhere" }}>{children}</Table.Td>
    </Table.Tr>
  );
}
