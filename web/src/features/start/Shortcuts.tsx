import { List, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { PageLink } from "@/components/links";

/** Where somebody who runs a school goes from its page; only to what they may open. */
export function Shortcuts({ school }: { school: string }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const params = { school };
  const ways = [
    { isOpen: may("members:list"), link: <PageLink to="/schools/$school/people" params={params}>{t("home.toPeople")}</PageLink> },
    { isOpen: may("members:create"), link: <PageLink to="/schools/$school/people/new" params={params}>{t("people.add")}</PageLink> },
    { isOpen: may("lists:get"), link: <PageLink to="/schools/$school/people/lists" params={params}>{t("people.lists.title")}</PageLink> },
    { isOpen: may("calendars:get"), link: <PageLink to="/schools/$school/calendar" params={params}>{t("navigation.calendar")}</PageLink> },
    { isOpen: may("accounts:list"), link: <PageLink to="/schools/$school/accounts" params={params}>{t("accounts.toAccounts")}</PageLink> },
    { isOpen: may("signInRequests:list"), link: <PageLink to="/schools/$school/sign-in-requests" params={params}>{t("accounts.toRequests")}</PageLink> },
    { isOpen: may("signInSettings:get"), link: <PageLink to="/sign-in-settings">{t("navigation.signInSettings")}</PageLink> },
    { isOpen: may("rosterSettings:get"), link: <PageLink to="/nights">{t("navigation.nights")}</PageLink> },
    { isOpen: may("auditEntries:list"), link: <PageLink to="/schools/$school/audit" params={params}>{t("audit.toAudit")}</PageLink> },
    { isOpen: may("permissions:list"), link: <PageLink to="/permissions">{t("permissions.link")}</PageLink> },
  ].filter(({ isOpen }) => isOpen);
  return (
    <nav aria-labelledby="shortcuts">
      <Title order={2} size="h4" mb="sm" id="shortcuts">
        {t("home.shortcuts")}
      </Title>
      <List spacing="xs">
        {ways.map(({ link }, place) => (
          <List.Item key={place}>{link}</List.Item>
        ))}
      </List>
    </nav>
  );
}
