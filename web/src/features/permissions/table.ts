/** The table of who may do what, arranged for reading. Pure. */
import type { Schemas } from "@/api/client";
import type { Role } from "@/app/claims";

export type Permission = Schemas["PermissionView"];
export type Scope = Schemas["Scope"];
export type Action = Schemas["Action"];

/** What actions are about, in the order of the page: areas, each with the subjects of its actions. */
export const AREAS = {
  self: ["signInOptions", "me", "permissions", "children", "ownLists", "sessions"],
  people: ["members", "guardians", "lists", "substituteCodes"],
  school: ["schools", "calendars", "schoolDays", "peopleSettings", "noticeSettings"],
  signIn: ["passwords", "signInLinks", "accounts", "signInAddresses", "signInRequests", "signInSettings"],
  rostering: [
    "rosterSettings", "sisSystems", "rosterConnections", "connectionRequests", "sftpLogins", "rosterUploads", "rosterRuns",
    "rosterFeeds",
  ],
  audit: ["auditEntries"],
} as const;
export type Area = keyof typeof AREAS;

/** Columns of the table, from who runs the most to who runs the least. */
export const COLUMNS: readonly Role[] = [
  "DISTRICT_MANAGER", "OWNER", "MANAGER", "TEACHER", "STAFF", "STUDENT_LEADER", "STUDENT", "PARENT",
];

/** A sign beside the word of each reach: the fuller, the wider. */
export const SIGNS: Record<Scope, string> = {
  OWN: "○",
  OWN_CLASSES: "◔",
  OWN_GRADES: "◑",
  SCHOOL: "●",
  DISTRICT: "◉",
};

export interface Group {
  area: Area;
  permissions: Permission[];
}

/** All permissions by area; one of an area that nobody knows stands nowhere, and a test finds it. */
export function grouped(permissions: readonly Permission[]): Group[] {
  return (Object.keys(AREAS) as Area[])
    .map((area) => ({
      area,
      permissions: permissions.filter(({ action }) => (AREAS[area] as readonly string[]).includes(subjectOf(action))),
    }))
    .filter((group) => group.permissions.length > 0);
}

/** How far an action of a role reaches; undefined where the role may not do it. */
export const reachOf = ({ reaches }: Permission, role: Role) => reaches.find((one) => one.role === role);

/** What somebody who is limited to some grades may do instead; empty where it is the same. */
export function limitOf(permission: Permission, role: Role): "" | "OWN_GRADES" | "NONE" {
  const reach = reachOf(permission, role);
  if (!reach || reach.ofGrades === reach.scope) return "";
  return reach.ofGrades === "OWN_GRADES" ? "OWN_GRADES" : "NONE";
}

/** Those of a group that a role may do, and those that it may not. */
export function splitBy(role: Role, { permissions }: Group): { may: Permission[]; mayNot: Permission[] } {
  return {
    may: permissions.filter((one) => reachOf(one, role)),
    mayNot: permissions.filter((one) => !reachOf(one, role)),
  };
}

const WORKERS: readonly Role[] = ["DISTRICT_MANAGER", "OWNER", "MANAGER", "TEACHER", "STAFF"];

/** Modules that let a role reach further than it does by itself: the whole school. */
export function modulesOf({ modules, ...permission }: Permission, role: Role): Permission["modules"] {
  const scope = reachOf({ modules, ...permission }, role)?.scope;
  const isWhole = scope === "SCHOOL" || scope === "DISTRICT";
  return isWhole || !WORKERS.includes(role) ? [] : modules;
}

/** The key of an action's words. */
export const wordsOf = (action: string): string => `permissions.actions.${action.replace(":", ".")}`;

const subjectOf = (action: string) => action.slice(0, action.indexOf(":"));
