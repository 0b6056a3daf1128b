import { Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import { PageLink } from "@/components/links";
import { useZone } from "@/features/schools/zone";
import { AccountActs } from "./AccountActs";
import { AccountLinks } from "./AccountLinks";
import { Addresses } from "./Addresses";
import { type Account, accountQuery } from "./queries";
import { MEANINGS } from "./words";

/** One account: whose it is, by which ways its person comes, and what can be done. */
export function SchoolAccountPage() {
  const { t } = useTranslation();
  const { school, account } = useParams({ from: "/shell/schools/$school/accounts/$account" });
  const may = useMay(school);
  const found = useQuery(accountQuery(useApi(), school, account));
  return (
    <Page title={t("accounts.one")}>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Standing account={found.data} />
          <AccountActs school={school} account={found.data} />
          <Facts school={school} account={found.data} />
          <AccountLinks school={school} account={found.data} />
          {found.data.member && may("signInAddresses:get") && (
            <Stack gap="sm">
              <Title order={2} size="h4">
                {t("accounts.addresses.title")}
              </Title>
              <Addresses school={school} member={found.data.member} />
            </Stack>
          )}
        </>
      )}
      <Text>
        <PageLink to="/schools/$school/accounts" params={{ school }}>
          {t("accounts.toAll")}
        </PageLink>
      </Text>
    </Page>
  );
}

function Standing({ account: { state, district, elsewhere } }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <StateBadge meaning={MEANINGS[state]} label={t(`accounts.states.${state}`)} />
        <Text size="sm">{t(`accounts.stateMeans.${state}`)}</Text>
      </Group>
      {district && <Text size="sm">{t("accounts.district")}</Text>}
      {!district && elsewhere && <Text size="sm">{t("accounts.elsewhere")}</Text>}
    </Stack>
  );
}

function Facts({ school, account }: { school: string; account: Account }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} spacing="md" m={0}>
      <Fact name={t("accounts.fields.email")}>{account.email}</Fact>
      <Fact name={t("accounts.fields.name")}>
        {account.member ? (
          <PageLink to="/schools/$school/people/$member" params={{ school, member: account.member }}>
            {account.displayName ?? t("people.person")}
          </PageLink>
        ) : (
          account.guardian && t("roles.PARENT")
        )}
      </Fact>
      <Fact name={t("accounts.fields.role")}>{account.role && t(`roles.${account.role}`)}</Fact>
      <Fact name={t("accounts.fields.signInTime")}>
        <When time={account.signInTime} zone={zone} none={t("accounts.never")} />
      </Fact>
      <Fact name={t("accounts.fields.sessions")}>{account.sessionCount}</Fact>
    </SimpleGrid>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const isNothing = children === null || children === undefined || children === "";
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{isNothing ? "–" : children}</dd>
    </div>
  );
}
