import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { DataTable } from "@/components/DataTable";
import { StateBadge } from "@/components/StateBadge";
import { StateMessage } from "@/components/StateMessage";
import { When } from "@/components/When";
import { PageLink } from "@/components/links";
import { useZone } from "@/features/schools/zone";
import type { Account } from "./queries";
import { MEANINGS } from "./words";

interface Props {
  school: string;
  accounts: readonly Account[] | undefined;
  isStale: boolean;
  error: unknown;
  onRetry: () => void;
  /** Shows all accounts again; there where they are narrowed. */
  onClear: (() => void) | undefined;
}

/** A page of accounts, with what stands there when there is none. */
export function AccountsTable({ school, accounts, onClear, ...state }: Props) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const said = (id: string) => ({ id, title: t(`accounts.fields.${id}`) });
  return (
    <DataTable
      label={t("accounts.title")}
      columns={[
        { ...said("email"), cell: (account) => <AccountLink school={school} account={account} /> },
        { ...said("name"), cell: ({ displayName }) => displayName ?? "–", onPhone: "below" },
        { ...said("role"), cell: ({ role }) => (role ? t(`roles.${role}`) : "–"), onPhone: "below" },
        {
          ...said("signInTime"),
          cell: ({ signInTime }) => <When time={signInTime} zone={zone} none={t("accounts.never")} />,
          onPhone: "below-with-title",
        },
        {
          ...said("state"),
          cell: (account) => <StateBadge meaning={MEANINGS[account.state]} label={t(`accounts.states.${account.state}`)} />,
          onPhone: "below",
        },
      ]}
      rows={accounts}
      keyOf={({ name }) => name}
      empty={
        onClear ? (
          <StateMessage title={t("accounts.nothingFits")} text={t("accounts.nothingFitsHint")}>
            <Button variant="default" onClick={onClear}>
              {t("accounts.clear")}
            </Button>
          </StateMessage>
        ) : (
          <StateMessage title={t("accounts.none")} text={t("accounts.noneHint")} />
        )
      }
      {...state}
    />
  );
}

export function AccountLink({ school, account }: { school: string; account: Account }) {
  const { t } = useTranslation();
  return (
    <PageLink
      fz="inherit"
      to="/schools/$school/accounts/$account"
      params={{ school, account: idOf(account.name) }}
      style={{ overflowWrap: "anywhere" }}
    >
      {account.email || t("accounts.noEmail")}
    </PageLink>
  );
}
