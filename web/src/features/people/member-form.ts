/** What a form about a member holds, and which rights there are over them. Pure. */
import type { Schemas } from "@/api/client";
import type { Action } from "@/app/permissions";

type Member = Schemas["MemberView"];

/** What a person may change of a member. */
export const CHANGEABLE = ["firstName", "lastName", "email", "phone", "grade", "role", "idField1", "idField2"] as const;
export type Changeable = (typeof CHANGEABLE)[number];
export type MemberValues = Record<Changeable | "kind" | "sisId", string>;

const OWNERS = new Set<Schemas["Role"]>(["OWNER", "DISTRICT_MANAGER"]);
const STUDENT_ROLES: Schemas["Role"][] = ["STUDENT", "STUDENT_LEADER"];
const ADULT_ROLES: Schemas["Role"][] = ["TEACHER", "STAFF", "MANAGER"];

export const NOBODY: MemberValues = {
  kind: "student", firstName: "", lastName: "", email: "", phone: "", grade: "", role: "", sisId: "", idField1: "", idField2: "",
};

/** A member as a form shows them. */
export function valuesOf(member: Member): MemberValues {
  const values = Object.entries(NOBODY).map(([field]) => [field, String(member[field as keyof MemberValues] ?? "")]);
  return Object.fromEntries(values) as MemberValues;
}

/** What has become different. */
export function changesOf(before: MemberValues, after: MemberValues): Partial<Record<Changeable, string>> {
  const changed = CHANGEABLE.filter((field) => before[field] !== after[field].trim());
  return Object.fromEntries(changed.map((field) => [field, after[field].trim()]));
}

/** Roles that somebody may get by an edit; none where an edit changes no role. */
export function rolesFor(member: Member): Schemas["Role"][] {
  if (OWNERS.has(member.role)) return [];
  return member.kind === "student" ? STUDENT_ROLES : ADULT_ROLES;
}

/** Owners are changed by those only who may give roles. */
export function mayChange(member: Member, action: Action, may: (action: Action) => boolean): boolean {
  return may(action) && (!OWNERS.has(member.role) || may("members:setRole"));
}
