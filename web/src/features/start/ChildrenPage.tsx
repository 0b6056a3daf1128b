import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useIdentity } from "@/app/session";
import { Page } from "@/components/Page";
import { Children } from "./Children";

/** A parent's children at all schools; the switch in the header narrows them to one school. */
export function ChildrenPage() {
  const { t } = useTranslation();
  const { memberships } = useIdentity();
  return (
    <Page title={t("home.children")}>
      {memberships.length > 1 && <Text maw={640}>{t("home.childrenHint")}</Text>}
      <Children headings={2} />
    </Page>
  );
}
