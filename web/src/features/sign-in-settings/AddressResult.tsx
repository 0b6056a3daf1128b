import { List, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { idOf } from "@/api/names";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { PageLink } from "@/components/links";

type Address = Schemas["AddressTestView"];
type Outcome = Schemas["WayTestView"]["outcome"];
type Names = ReadonlyMap<string, string>;

const GOOD: readonly Outcome[] = ["ENTERS", "OPENS"];
const OPEN: readonly Outcome[] = ["NOT_BY_ADDRESS", "NOT_INVITED"];

const meaningOf = (outcome: Outcome): Meaning =>
  GOOD.includes(outcome) ? "done" : OPEN.includes(outcome) ? "quiet" : "refused";

/** What is known of an address, and what would happen to who comes with it. */
export function AddressResult({ address, names }: { address: Address; names: Names }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" component="section" aria-labelledby="address">
      <Title order={3} size="h5" id="address">
        {t("signInSettings.address.title")}
      </Title>
      <List spacing="sm" listStyleType="none">
        {address.ways.map(({ provider, outcome }) => (
          <List.Item key={provider}>
            <StateBadge meaning={meaningOf(outcome)} label={names.get(provider) ?? provider} />{" "}
            {t(`signInSettings.outcomes.${outcome}`)}
          </List.Item>
        ))}
      </List>
      <Domain domain={address.domain} />
      <Roster address={address} />
      <Accounts accounts={address.accounts} names={names} />
    </Stack>
  );
}

function Domain({ domain: { domain, nearness, near } }: { domain: Address["domain"] }) {
  const { t } = useTranslation();
  return (
    <Fact title={t("signInSettings.address.domain")}>
      {t(`signInSettings.nearness.${nearness}`, { domain, near: near.join(", ") })}
    </Fact>
  );
}

function Roster({ address }: { address: Address }) {
  const { t } = useTranslation();
  const { persons, archived, matches, elsewhere, guardians } = address;
  return (
    <Fact title={t("signInSettings.address.roster")}>
      {t("signInSettings.address.persons", { count: persons })}
      {archived > 0 && ` ${t("signInSettings.address.archived", { count: archived })}`}
      {guardians > 0 && ` ${t("signInSettings.address.guardians", { count: guardians })}`}
      {elsewhere > 0 && ` ${t("signInSettings.address.elsewhere", { count: elsewhere })}`}
      {matches.length > 0 && (
        <List size="sm" listStyleType="none">
          {matches.map((match) => (
            <List.Item key={match.name}>
              <PageLink to="/schools/$school/people/$member" params={{ school: idOf(match.school), member: idOf(match.name) }}>
                {`${match.firstName} ${match.lastName}`.trim()}
              </PageLink>
              {` · ${t(`roles.${match.role}`)} · ${match.schoolDisplayName} · ${t(`people.states.${match.state}`)}`}
            </List.Item>
          ))}
        </List>
      )}
    </Fact>
  );
}

function Accounts({ accounts, names }: { accounts: Address["accounts"]; names: Names }) {
  const { t } = useTranslation();
  return (
    <Fact title={t("signInSettings.address.account")}>
      {accounts.length === 0 && t("signInSettings.address.noAccount")}
      {accounts.map(({ state, providers, sessions }) => (
        <div key={`${state} ${providers.join()}`}>
          {t(`signInSettings.accountStates.${state}`)}{" "}
          {t("signInSettings.address.by", { ways: providers.map((each) => names.get(each) ?? each).join(", ") || "–" })}{" "}
          {t("signInSettings.address.sessions", { count: sessions })}
        </div>
      ))}
    </Fact>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text component="div">{children}</Text>
    </div>
  );
}
