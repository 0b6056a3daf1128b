import { Box, NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { ROLES, type Identity, type Role } from "@/app/claims";
import { lastSchool } from "@/app/last-school";
import { useIdentity } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { Matrix } from "./Matrix";
import { RoleList } from "./RoleList";
import { Signs } from "./Signs";
import { permissionsQuery } from "./queries";
import { COLUMNS, grouped } from "./table";

const ALL = "ALL";

/** Who may do what, made of the one table that decides: one's own role first, another one, or all of them. */
export function PermissionsPage() {
  const { t } = useTranslation();
  const own = roleOf(useIdentity());
  const { role } = useSearch({ from: "/shell/permissions" });
  const navigate = useNavigate({ from: "/permissions" });
  const found = useQuery(permissionsQuery(useApi()));
  const chosen = role === ALL ? ALL : (ROLES.find((each) => each === role) ?? own);
  const groups = grouped(found.data?.permissions ?? []);
  const offered = [
    { value: ALL, label: t("permissions.allRoles") },
    ...COLUMNS.map((each) => ({
      value: each,
      label: each === own ? t("permissions.ownRole", { role: t(`roles.${each}`) }) : t(`roles.${each}`),
    })),
  ];
  return (
    <Page title={t("permissions.title")}>
      <Text maw={720}>{t("permissions.intro")}</Text>
      <NativeSelect
        maw={360}
        label={t("permissions.role")}
        data={offered}
        value={chosen}
        onChange={({ currentTarget }) => void navigate({ search: { role: currentTarget.value }, replace: true, resetScroll: false })}
      />
      {found.isPending && <Skeleton height={320} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Signs />
          {chosen === ALL ? (
            <>
              <Box visibleFrom="lg">
                <Matrix groups={groups} own={own} />
              </Box>
              {/* Eight columns don't fit beside one another there. */}
              <Stack gap="xl" hiddenFrom="lg">
                {COLUMNS.map((each) => (
                  <RoleList key={each} role={each} groups={groups} />
                ))}
              </Stack>
            </>
          ) : (
            <RoleList role={chosen} groups={groups} />
          )}
        </>
      )}
    </Page>
  );
}

/** What somebody is where they were last, else at the first of their schools. */
function roleOf(identity: Identity): Role {
  if (identity.isDistrict) return "DISTRICT_MANAGER";
  const { memberships } = identity;
  const last = lastSchool(identity);
  return (memberships.find(({ school }) => school === last) ?? memberships[0])?.role ?? "STUDENT";
}
