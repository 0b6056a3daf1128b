import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ConfirmAct } from "@/components/ConfirmAct";
import { DataTable } from "@/components/DataTable";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import type { Account } from "./queries";
import { useAccountAct } from "./use-account-act";
import { providerName } from "./words";

/** By which ways the person comes; each can be taken, so that another of its kind takes its place. */
export function AccountLinks({ school, account }: { school: string; account: Account }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const may = useMay(school);
  const { isDistrict, email } = useIdentity();
  const act = useAccountAct(school, account);
  const mayUnlink =
    may("accounts:edit") && account.email !== email && (isDistrict || !(account.district || account.elsewhere));
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("accounts.links.title")}
      </Title>
      <DataTable
        label={t("accounts.links.title")}
        rows={account.links}
        keyOf={({ provider }) => provider}
        onRetry={() => undefined}
        empty={<Text c="dimmed">{t("accounts.links.none")}</Text>}
        columns={[
          { id: "way", title: t("accounts.links.way"), cell: ({ provider }) => providerName(provider, t) },
          {
            id: "since",
            title: t("accounts.links.since"),
            cell: ({ createTime }) => <When time={createTime} zone={zone} />,
            onPhone: "below-with-title",
          },
          ...(mayUnlink
            ? [
                {
                  id: "take",
                  title: t("accounts.links.take"),
                  onPhone: "column" as const,
                  cell: ({ provider }: Account["links"][number]) => (
                    <ConfirmAct
                      label={t("accounts.links.take")}
                      ariaLabel={t("accounts.links.takeThat", { way: providerName(provider, t) })}
                      title={t("accounts.links.takeTitle", { way: providerName(provider, t) })}
                      act={() => act("unlink", provider)}
                      isDestructive
                    >
                      {t("accounts.links.takeHint")}
                    </ConfirmAct>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Stack>
  );
}
