import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageLink } from "@/components/links";
import { Children } from "./Children";

/** What a parent has at one school: the children there, and the way to all of them. */
export function ParentHome({ school }: { school: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Children school={school} headings={2} />
      <Text>
        <PageLink to="/children">{t("home.allChildren")}</PageLink>
      </Text>
    </>
  );
}
