import { Text } from "@mantine/core";
import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  useLocation,
} from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import { SignInPage } from "@/features/account/SignInPage";
import { SchoolPage } from "@/features/schools/SchoolPage";
import { SchoolsPage } from "@/features/schools/SchoolsPage";
import { accountsSearch, requestsSearch } from "@/features/accounts/accounts-search";
import { auditSearch, districtAuditSearch } from "@/features/audit/audit-search";
import { peopleSearch } from "@/features/people/people-search";
import { PageLink } from "@/components/links";
import { Page } from "@/components/Page";
import { lastSchool, placeOf } from "./last-school";
import { useIdentity, useSession } from "./session";
import { searchOf } from "./search";
import { Shell } from "./Shell";

const NETWORK = "/network";
const FORGOT_PASSWORD = "/forgot-password";
const SET_PASSWORD = "/set-password";
const SIGN_IN_LINK = "/sign-in-link";
const CONNECTION_REQUEST = "/connection-request";
const OPEN = new Set([NETWORK, FORGOT_PASSWORD, SET_PASSWORD, SIGN_IN_LINK, CONNECTION_REQUEST]);

function Entrance() {
  const { identity } = useSession();
  const isOpen = useLocation({ select: ({ pathname }) => OPEN.has(pathname) || pathname.startsWith("/sso/") });
  if (isOpen) return <Outlet />;
  if (identity === undefined) return null;
  // The address stays as it was asked for, so that the page comes once the person is signed in.
  if (identity === null) return <SignInPage />;
  return (
    <>
      <Suspense>
        <SessionKeeper key={identity.session} identity={identity} />
      </Suspense>
      {identity.isLimited ? (
        <Suspense>
          <EnrolPage />
        </Suspense>
      ) : (
        <Outlet />
      )}
    </>
  );
}

const SessionKeeper = lazy(() =>
  import("@/features/session/SessionKeeper").then((code) => ({ default: code.SessionKeeper })),
);
const EnrolPage = lazy(() => import("@/features/session/EnrolPage").then((code) => ({ default: code.EnrolPage })));

function Landing() {
  const identity = useIdentity();
  const place = placeOf(identity, lastSchool(identity));
  if (place.page === "school") return <Navigate to="/schools/$school" params={{ school: place.school }} replace />;
  return <Navigate to={place.page === "children" ? "/children" : "/schools"} replace />;
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("errors.notFoundTitle")}>
      <Text>{t("errors.notFound")}</Text>
      <PageLink to="/">{t("errors.home")}</PageLink>
    </Page>
  );
}

const root = createRootRoute({ component: Entrance, notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });
const landing = createRoute({ getParentRoute: () => shell, path: "/", component: Landing });
const schools = createRoute({ getParentRoute: () => shell, path: "/schools", component: SchoolsPage });
const school = createRoute({
  getParentRoute: () => shell,
  path: "/schools/$school",
  component: SchoolPage,
});
const at = <const Path extends string>(path: Path) => ({ getParentRoute: () => shell, path });
const rostering = createRoute({
  ...at("/schools/$school/rostering"),
  validateSearch: searchOf("pageToken"),
  component: lazyRouteComponent(() => import("@/features/rostering/RosteringPage"), "RosteringPage"),
});
const connect = createRoute({
  ...at("/schools/$school/rostering/connect"),
  validateSearch: searchOf("connection", "step"),
  component: lazyRouteComponent(() => import("@/features/rostering/ConnectPage"), "ConnectPage"),
});
const connection = createRoute({
  ...at("/schools/$school/rostering/connections/$connection"),
  validateSearch: searchOf("part"),
  component: lazyRouteComponent(() => import("@/features/rostering/ConnectionPage"), "ConnectionPage"),
});
const run = createRoute({
  ...at("/schools/$school/rostering/runs/$run"),
  validateSearch: searchOf("state", "verb", "kind", "by", "pageToken"),
  component: lazyRouteComponent(() => import("@/features/rostering/RunPage"), "RunPage"),
});
const settings = createRoute({
  ...at("/schools/$school/settings"),
  component: lazyRouteComponent(() => import("@/features/settings/SettingsPage"), "SettingsPage"),
});
const calendarYear = createRoute({
  ...at("/schools/$school/calendar"),
  validateSearch: searchOf("day", "show", "act"),
  component: lazyRouteComponent(() => import("@/features/calendar/YearPage"), "YearPage"),
});
const audit = createRoute({
  ...at("/schools/$school/audit"),
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});
const districtAudit = createRoute({
  ...at("/audit"),
  validateSearch: districtAuditSearch,
  component: lazyRouteComponent(() => import("@/features/audit/DistrictAuditPage"), "DistrictAuditPage"),
});
const people = createRoute({
  ...at("/schools/$school/people"),
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});
const newMember = createRoute({
  ...at("/schools/$school/people/new"),
  component: lazyRouteComponent(() => import("@/features/people/NewMemberPage"), "NewMemberPage"),
});
const member = createRoute({
  ...at("/schools/$school/people/$member"),
  component: lazyRouteComponent(() => import("@/features/people/MemberPage"), "MemberPage"),
});
const editMember = createRoute({
  ...at("/schools/$school/people/$member/edit"),
  component: lazyRouteComponent(() => import("@/features/people/EditMemberPage"), "EditMemberPage"),
});
const lists = createRoute({
  ...at("/schools/$school/people/lists"),
  component: lazyRouteComponent(() => import("@/features/people/ListsPage"), "ListsPage"),
});
const list = createRoute({
  ...at("/schools/$school/people/lists/$list"),
  component: lazyRouteComponent(() => import("@/features/people/ListPage"), "ListPage"),
});
const photos = createRoute({
  ...at("/schools/$school/people/photos"),
  component: lazyRouteComponent(() => import("@/features/photos/PhotosPage"), "PhotosPage"),
});
const myClass = createRoute({
  ...at("/schools/$school/my-class"),
  component: lazyRouteComponent(() => import("@/features/my-class/MyClassPage"), "MyClassPage"),
});
const substitutes = createRoute({
  ...at("/schools/$school/substitutes"),
  component: lazyRouteComponent(() => import("@/features/my-class/SubstitutesPage"), "SubstitutesPage"),
});
const terms = createRoute({
  ...at("/schools/$school/calendar/terms"),
  component: lazyRouteComponent(() => import("@/features/terms/TermsPage"), "TermsPage"),
});
const accounts = createRoute({
  ...at("/schools/$school/accounts"),
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import("@/features/accounts/AccountsPage"), "AccountsPage"),
});
const addressImport = createRoute({
  ...at("/schools/$school/accounts/import"),
  component: lazyRouteComponent(() => import("@/features/accounts/AddressImportPage"), "AddressImportPage"),
});
const schoolAccount = createRoute({
  ...at("/schools/$school/accounts/$account"),
  component: lazyRouteComponent(() => import("@/features/accounts/SchoolAccountPage"), "SchoolAccountPage"),
});
const signInRequests = createRoute({
  ...at("/schools/$school/sign-in-requests"),
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => import("@/features/accounts/SignInRequestsPage"), "SignInRequestsPage"),
});
const account = createRoute({
  ...at("/account"),
  component: lazyRouteComponent(() => import("@/features/account/AccountPage"), "AccountPage"),
});
const launch = createRoute({
  getParentRoute: () => root,
  path: "/sso/$provider",
  component: lazyRouteComponent(() => import("@/features/session/LaunchPage"), "LaunchPage"),
});
const children = createRoute({
  ...at("/children"),
  component: lazyRouteComponent(() => import("@/features/start/ChildrenPage"), "ChildrenPage"),
});
const signInSettings = createRoute({
  ...at("/sign-in-settings"),
  component: lazyRouteComponent(() => import("@/features/sign-in-settings/SignInSettingsPage"), "SignInSettingsPage"),
});
const nights = createRoute({
  ...at("/nights"),
  validateSearch: searchOf("night"),
  component: lazyRouteComponent(() => import("@/features/nights/NightsPage"), "NightsPage"),
});
const bells = createRoute({
  ...at("/schools/$school/calendar/bells"),
  component: lazyRouteComponent(() => import("@/features/bells/BellsPage"), "BellsPage"),
});
const preview = createRoute({
  ...at("/schools/$school/calendar/preview"),
  validateSearch: searchOf("person", "room", "day", "as"),
  component: lazyRouteComponent(() => import("@/features/today/PreviewPage"), "PreviewPage"),
});
const permissions = createRoute({
  ...at("/permissions"),
  validateSearch: searchOf("role"),
  component: lazyRouteComponent(() => import("@/features/permissions/PermissionsPage"), "PermissionsPage"),
});
// Nobody needs to be signed in for it: it is for whom the network keeps from that.
const network = createRoute({
  getParentRoute: () => root,
  path: NETWORK,
  component: lazyRouteComponent(() => import("@/features/network/NetworkPage"), "NetworkPage"),
});
// Nobody needs to be signed in for these: they are the way in.
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: FORGOT_PASSWORD,
  component: lazyRouteComponent(() => import("@/features/entry/ForgotPasswordPage"), "ForgotPasswordPage"),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: SET_PASSWORD,
  component: lazyRouteComponent(() => import("@/features/entry/SetPasswordPage"), "SetPasswordPage"),
});
const signInLink = createRoute({
  getParentRoute: () => root,
  path: SIGN_IN_LINK,
  component: lazyRouteComponent(() => import("@/features/entry/SignInLinkPage"), "SignInLinkPage"),
});
// Nor for this one: who runs a school's system has no account here.
const connectionRequest = createRoute({
  getParentRoute: () => root,
  path: CONNECTION_REQUEST,
  component: lazyRouteComponent(
    () => import("@/features/connection-request/ConnectionRequestPage"),
    "ConnectionRequestPage",
  ),
});
const lost = createRoute({ getParentRoute: () => shell, path: "$", component: NotFound });

/** Every page by its address. */
export const router = createRouter({
  routeTree: root.addChildren([
    ...[launch, network, forgotPassword, setPassword, signInLink, connectionRequest],
    shell.addChildren([
      ...[landing, schools, school, settings, audit, account],
      ...[children, signInSettings, nights, permissions, districtAudit],
      ...[accounts, addressImport, schoolAccount, signInRequests],
      ...[calendarYear, bells, terms, preview],
      ...[rostering, connect, connection, run],
      ...[people, newMember, member, editMember, lists, list],
      ...[photos, myClass, substitutes],
      lost,
    ]),
  ]),
  defaultPendingMinMs: 0,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
