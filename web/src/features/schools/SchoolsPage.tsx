import { Skeleton, Stack, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useIdentity } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { StateMessage } from "@/components/StateMessage";
import { schoolsQuery } from "./queries";

const COUNTS = ["students", "teachers", "staff", "admins"] as const;

/** The schools that the person may see, with how many people each has. */
export function SchoolsPage() {
  const { t } = useTranslation();
  const { isDistrict } = useIdentity();
  return (
    <Page title={isDistrict ? t("schools.title") : t("schools.titleOwn")}>
      <Schools isDistrict={isDistrict} />
    </Page>
  );
}

function Schools({ isDistrict }: { isDistrict: boolean }) {
  const { t } = useTranslation();
  const found = useQuery(schoolsQuery(useApi()));
  if (found.isPending) return <Waiting label={t("app.loading")} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.schools.length === 0) {
    const [title, text] = isDistrict ? ["empty", "emptyHint"] : ["notAny", "notAnyHint"];
    return <StateMessage title={t(`schools.${title}`)} text={t(`schools.${text}`)} />;
  }
  return <SchoolTable schools={found.data.schools} />;
}

function Waiting({ label }: { label: string }) {
  return (
    <Stack gap="xs" role="status" aria-label={label}>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}

function SchoolTable({ schools }: { schools: Schemas["SchoolView"][] }) {
  const { t, i18n } = useTranslation();
  const hasCounts = schools.some((school) => school.counts !== null);
  const columns = hasCounts ? COUNTS : [];
  return (
    <Table.ScrollContainer minWidth={hasCounts ? 560 : 0}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("schools.school")}</Table.Th>
            {columns.map((kind) => (
              <Table.Th key={kind} scope="col" ta="right">
                {t(`schools.${kind}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {schools.map((school) => (
            <Table.Tr key={school.name}>
              <Table.Th scope="row" fw={500}>
                <PageLink
                  to="/schools/$school"
                  params={{ school: school.name.replace("schools/", "") }}
                >
                  {school.displayName}
                </PageLink>
              </Table.Th>
              {columns.map((kind) => (
                <Table.Td key={kind} ta="right">
                  {school.counts?.[kind].toLocaleString(i18n.language)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
