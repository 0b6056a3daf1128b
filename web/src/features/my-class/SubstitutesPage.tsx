import { Stack, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { RoleMayNot } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { useMe } from "@/features/account/queries";
import { NewCode } from "./NewCode";
import { SubstituteCodes } from "./SubstituteCodes";
import "./texts";

/** Codes by which somebody stands in for a teacher on one day: made, seen and taken back. */
export function SubstitutesPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/substitutes" });
  const isKnown = useMe().data !== undefined;
  const may = useMay(school);
  const own = useIdentity().memberships.find((one) => one.school === school);
  const mayEdit = may("substituteCodes:edit");
  return (
    <Page title={t("myClass.substitutes.title")}>
      {isKnown && !mayEdit && <RoleMayNot />}
      {mayEdit && (
        <Stack gap="xl">
          <Text maw={720}>{t("myClass.substitutes.intro")}</Text>
          <section aria-labelledby="new-code">
            <Title order={2} size="h4" mb="sm" id="new-code">
              {t("myClass.substitutes.new")}
            </Title>
            <NewCode school={school} self={own?.role === "TEACHER" ? own.person : ""} />
          </section>
          <section aria-labelledby="codes">
            <Title order={2} size="h4" mb="sm" id="codes">
              {t("myClass.substitutes.codes")}
            </Title>
            <SubstituteCodes school={school} />
          </section>
        </Stack>
      )}
    </Page>
  );
}
