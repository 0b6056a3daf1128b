/** What a form about a member holds, and which rights there are over them. Pure. */
import type { Schemas } from "@/api/client";
import type { Action } from "@/app/permissions";

type Member = Schemas["MemberView"];
type Role = Schemas["Role"];

/** What a person may change of a member. */
export const CHANGEABLE = ["firstName", "lastName", "email", "phone", "grade", "role", "idField1", "idField2"] as const;
export type Changeable = (typeof CHANGEABLE)[number];
/** Lists beside a role that say how far it reaches; who may set roles changes them. */
export const REACH = ["limitedToGrades", "modules"] as const;
export type Reach = (typeof REACH)[number];
export type MemberTexts = Record<Changeable | "kind" | "sisId", string>;
export type MemberValues = MemberTexts & Record<Reach, string[]>;

const OWNERS = new Set<Role>(["OWNER", "DISTRICT_MANAGER"]);
const STUDENT_ROLES: Role[] = ["STUDENT", "STUDENT_LEADER"];
const ADULT_ROLES: Role[] = ["TEACHER", "STAFF", "MANAGER"];
const ROLES_WITH: Record<Reach, readonly string[]> = { limitedToGrades: ["MANAGER"], modules: ADULT_ROLES };

const NO_TEXTS: MemberTexts = {
  kind: "student", firstName: "", lastName: "", email: "", phone: "", grade: "", role: "", sisId: "", idField1: "", idField2: "",
};
export const NOBODY: MemberValues = { ...NO_TEXTS, limitedToGrades: [], modules: [] };

/** A member as a form shows them. */
export function valuesOf(member: Member): MemberValues {
  const values = Object.keys(NO_TEXTS).map((field) => [field, String(member[field as keyof MemberTexts] ?? "")]);
  return {
    ...(Object.fromEntries(values) as MemberTexts),
    limitedToGrades: member.limitedToGrades ?? [],
    modules: member.modules ?? [],
  };
}

/** The texts of a form, without the spaces around them. */
export function textsOf(values: MemberValues): MemberTexts {
  const texts = Object.keys(NO_TEXTS).map((field) => [field, values[field as keyof MemberTexts].trim()]);
  return Object.fromEntries(texts) as MemberTexts;
}

/** What has become different. */
export function changesOf(before: MemberValues, after: MemberValues): Partial<MemberValues> {
  const changed = CHANGEABLE.filter((field) => before[field] !== after[field].trim());
  const lists = reachFor(before, after).filter((field) => sorted(before[field]).join() !== sorted(after[field]).join());
  return {
    ...Object.fromEntries(changed.map((field) => [field, after[field].trim()])),
    ...Object.fromEntries(lists.map((field) => [field, sorted(after[field])])),
  };
}

/** The lists that the role has a use for, and those that were left over from another role and can go. */
export function reachFor(before: MemberValues, after: MemberValues): Reach[] {
  const isSameRole = before.role === after.role;
  return REACH.filter((field) => ROLES_WITH[field].includes(after.role) || (isSameRole && before[field].length > 0));
}

const sorted = (values: readonly string[]) => [...values].sort();

/** Roles that somebody may get by an edit; none where an edit changes no role. */
export function rolesFor(member: Member): Role[] {
  if (OWNERS.has(member.role)) return [];
  return member.kind === "student" ? STUDENT_ROLES : ADULT_ROLES;
}

/** Owners are changed by those only who may give roles. */
export function mayChange(member: Member, action: Action, may: (action: Action) => boolean): boolean {
  return may(action) && (!OWNERS.has(member.role) || may("members:setRole"));
}
