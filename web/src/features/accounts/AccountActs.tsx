import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ConfirmAct } from "@/components/ConfirmAct";
import type { Account } from "./queries";
import { useAccountAct } from "./use-account-act";

/** Sign out, close, open again: as far as the person may. */
export function AccountActs({ school, account }: { school: string; account: Account }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const { isDistrict, email } = useIdentity();
  const act = useAccountAct(school, account);
  const isProtected = account.district && !isDistrict;
  const isOwn = account.email === email;
  const isTheirs = isDistrict || !account.elsewhere;
  const mayEdit = may("accounts:edit") && !isProtected && isTheirs && !isOwn;
  if (isProtected) return null;
  return (
    <Group>
      {may("accounts:signOut") && account.sessionCount > 0 && (
        <ConfirmAct label={t("accounts.signOut")} title={t("accounts.signOutTitle")} act={() => act("signOut")}>
          {t("accounts.signOutHint", { count: account.sessionCount })}
        </ConfirmAct>
      )}
      {mayEdit && account.state !== "DISABLED" && (
        <ConfirmAct label={t("accounts.disable")} title={t("accounts.disableTitle")} act={() => act("disable")} isDestructive>
          {account.sessionCount > 0
            ? t("accounts.disableHint", { count: account.sessionCount })
            : t("accounts.disableHintNobody")}
        </ConfirmAct>
      )}
      {mayEdit && account.state === "DISABLED" && (
        <ConfirmAct label={t("accounts.enable")} title={t("accounts.enableTitle")} act={() => act("enable")}>
          {t("accounts.enableHint")}
        </ConfirmAct>
      )}
      {isOwn && <Text size="sm">{t("accounts.own")}</Text>}
    </Group>
  );
}
