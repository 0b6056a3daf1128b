import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import { useZone } from "@/features/schools/zone";
import { AccountLink } from "./AccountsTable";
import { Addresses } from "./Addresses";
import { memberAccountsQuery } from "./queries";
import { MEANINGS } from "./words";

/** By which accounts somebody signs in, and by which addresses they may. */
export function MemberSignIn({ school, member }: { school: string; member: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        {t("accounts.signIn")}
      </Title>
      <Accounts school={school} member={member} />
      {may("signInAddresses:get") && (
        <>
          <Title order={3} size="h5">
            {t("accounts.addresses.title")}
          </Title>
          <Addresses school={school} member={member} />
        </>
      )}
    </Stack>
  );
}

function Accounts({ school, member }: { school: string; member: string }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const found = useQuery(memberAccountsQuery(useApi(), school, member));
  const accounts = found.data?.accounts;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!accounts) return <Skeleton height={32} role="status" aria-label={t("app.loading")} />;
  if (accounts.length === 0) return <Text>{t("accounts.notYet")}</Text>;
  return (
    <>
      {accounts.map((account) => (
        <Group key={account.name} gap="sm">
          <AccountLink school={school} account={account} />
          <StateBadge meaning={MEANINGS[account.state]} label={t(`accounts.states.${account.state}`)} />
          <Text size="sm">
            {t("accounts.fields.signInTime")}: <When time={account.signInTime} zone={zone} none={t("accounts.never")} />
          </Text>
        </Group>
      ))}
    </>
  );
}
