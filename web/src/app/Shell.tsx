import { AppShell, Box, Button, Group, Popover, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBuilding,
  IconBuildingCommunity,
  IconCalendar,
  IconHistory,
  IconKey,
  IconMoodKid,
  IconMoon,
  IconRefresh,
  IconSchool,
  IconSettings,
  IconUserCircle,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { NavigationLink, PageLink } from "@/components/links";
import { useMe } from "@/features/account/queries";
import { schoolsQuery } from "@/features/schools/queries";
import { EmergencyBanner } from "@/features/session/EmergencyBanner";
import { useApi } from "./api-context";
import { keepSchool } from "./last-school";
import { useMay } from "./permissions";
import { Preferences } from "./Preferences";
import { useIdentity, useSession } from "./session";
import classes from "./Shell.module.css";

/** Header, navigation and the page: a rail on a laptop, a bar at the bottom on a phone. */
export function Shell() {
  const { t } = useTranslation();
  useRemembered();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: true } }}
      footer={{ height: { base: 60, sm: 0 } }}
      padding={{ base: "md", sm: "lg" }}
      transitionDuration={0}
    >
      <a className={classes["skip"]} href="#page">
        {t("app.skip")}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Text fw={700} c="teal" component={Link} to="/" className={classes["name"]}>
            {t("app.name")}
          </Text>
          <Group gap="xs" wrap="nowrap">
            <SchoolSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" visibleFrom="sm" aria-label={t("app.navigation")}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <EmergencyBanner />
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <nav className={classes["bar"]} aria-label={t("app.navigation")}>
          <Navigation />
        </nav>
      </AppShell.Footer>
    </AppShell>
  );
}

/** The school of a page is where the person begins the next time, as long as they stay signed in. */
function useRemembered() {
  const { school } = useParams({ strict: false });
  const identity = useIdentity();
  useEffect(() => {
    if (school) keepSchool(identity, school);
  }, [identity, school]);
}

/** Who stands in front of a class, their own or for a day. */
const TEACHING: ReadonlySet<string> = new Set(["TEACHER", "STAFF"]);

function Navigation() {
  const { t } = useTranslation();
  const { isDistrict, memberships } = useIdentity();
  const school = useCurrentSchool();
  const may = useMay(school);
  const isRunning = may("rosterRuns:get");
  const teaches = memberships.some((one) => one.school === school && TEACHING.has(one.role));
  const pages = [
    { to: "/schools/$school", action: "schools:get", label: t("school.title"), icon: IconBuilding, exact: true, isForWide: false },
    ...(teaches ? [{ to: "/schools/$school/my-class", action: "lists:get", label: t("navigation.myClass"), icon: IconSchool, exact: false, isForWide: false } as const] : []),
    { to: "/schools/$school/people", action: "members:list", label: t("navigation.people"), icon: IconUsers, exact: false, isForWide: false },
    { to: "/schools/$school/calendar", action: "calendars:get", label: t("navigation.calendar"), icon: IconCalendar, exact: false, isForWide: isRunning },
    { to: "/schools/$school/rostering", action: "rosterRuns:get", label: t("navigation.rostering"), icon: IconRefresh, exact: false, isForWide: false },
    { to: "/schools/$school/accounts", action: "accounts:list", label: t("navigation.accounts"), icon: IconKey, exact: false, isForWide: true },
    { to: "/schools/$school/audit", action: "auditEntries:list", label: t("navigation.audit"), icon: IconHistory, exact: false, isForWide: true },
    { to: "/schools/$school/settings", action: "noticeSettings:get", label: t("navigation.settings"), icon: IconSettings, exact: false, isForWide: false },
  ] as const;
  return (
    <>
      <NavigationLink
        to="/schools"
        activeOptions={{ exact: true }}
        label={isDistrict ? t("navigation.district") : t("navigation.schools")}
        leftSection={<IconBuildingCommunity size={20} aria-hidden />}
      />
      {memberships.some(({ role }) => role === "PARENT") && (
        <NavigationLink to="/children" label={t("home.children")} leftSection={<IconMoodKid size={20} aria-hidden />} />
      )}
      {isDistrict && may("signInSettings:get") && (
        <NavigationLink
          to="/sign-in-settings"
          // A phone's bar has room for five; there the page of the district leads to it.
          visibleFrom="sm"
          label={t("navigation.signInSettings")}
          leftSection={<IconKey size={20} aria-hidden />}
        />
      )}
      {isDistrict && may("rosterSettings:get") && (
        <NavigationLink
          to="/nights"
          visibleFrom="sm"
          label={t("navigation.nights")}
          leftSection={<IconMoon size={20} aria-hidden />}
        />
      )}
      {isDistrict && may("auditEntries:list") && (
        <NavigationLink
          to="/audit"
          visibleFrom="sm"
          label={t("audit.titleOfDistrict")}
          leftSection={<IconHistory size={20} aria-hidden />}
        />
      )}
      {school &&
        pages
          .filter(({ action }) => may(action))
          .map(({ to, label, icon: Icon, exact, isForWide }) => (
            <NavigationLink
              key={to}
              to={to}
              params={{ school }}
              activeOptions={{ exact }}
              // A phone's bar has room for five; there the settings or the school's page lead to it.
              {...(isForWide ? { visibleFrom: "sm" as const } : {})}
              label={label}
              leftSection={<Icon size={20} aria-hidden />}
            />
          ))}
    </>
  );
}

/** The school of the page, else the only one that there is. */
function useCurrentSchool(): string | undefined {
  const { school } = useParams({ strict: false });
  const { memberships } = useIdentity();
  return school ?? (memberships.length === 1 ? memberships[0]?.school : undefined);
}

function SchoolSwitch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const found = useQuery(schoolsQuery(useApi()));
  const current = useCurrentSchool();
  const { memberships } = useIdentity();
  const schools = found.data?.schools ?? [];
  if (schools.length < 2) return null;
  const roles = new Map(memberships.map(({ school, role }) => [school, role]));
  const isSame = new Set(roles.values()).size < 2;
  const data = schools.map(({ name, displayName }) => {
    const value = name.replace("schools/", "");
    const role = roles.get(value);
    const label = isSame || !role ? displayName : t("home.schoolAndRole", { school: displayName, role: t(`roles.${role}`) });
    return { value, label };
  });
  return (
    <Select
      aria-label={t("schools.switch")}
      placeholder={t("schools.switch")}
      data={data}
      value={current ?? null}
      allowDeselect={false}
      className={classes["switch"]}
      onChange={(school) => {
        if (school) void navigate({ to: "/schools/$school", params: { school } });
      }}
    />
  );
}

function AccountMenu() {
  const { t } = useTranslation();
  const session = useSession();
  const me = useMe();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={isOpen} onChange={close} width={300} position="bottom-end" trapFocus returnFocus withinPortal={false} transitionProps={{ duration: 100 }}>
      <Popover.Target>
        <Button variant="subtle" px="xs" aria-label={t("account.menu")} onClick={toggle}>
          <IconUserCircle size={24} aria-hidden />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("account.menu")} role="dialog">
        <Stack gap="sm">
          <Box>
            <Text size="sm" className={classes["email"]}>
              {session.identity?.email}
            </Text>
            {me.data?.district && (
              <Text size="sm" c="dimmed">
                {t("roles.DISTRICT")}
              </Text>
            )}
          </Box>
          <PageLink to="/account" onClick={close}>
            {t("account.title")}
          </PageLink>
          <PageLink to="/permissions" onClick={close}>
            {t("permissions.link")}
          </PageLink>
          <PageLink to="/network" onClick={close}>
            {t("navigation.networkInside")}
          </PageLink>
          <Preferences />
          <Button variant="default" onClick={() => void session.signOut()}>
            {t("account.signOut")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
