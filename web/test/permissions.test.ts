import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../src/locales/en/permissions.json";
import es from "../src/locales/es/permissions.json";
import {
  AREAS, COLUMNS, type Permission, grouped, limitOf, modulesOf, reachOf, splitBy, wordsOf,
} from "../src/features/permissions/table";

interface Document {
  components: { schemas: Record<"Action" | "Module" | "Role" | "Scope", { enum: string[] }> };
}
const { components } = JSON.parse(readFileSync("../docs/api/openapi.json", "utf-8")) as Document;
const ACTIONS = components.schemas.Action.enum;

function textAt(tree: unknown, key: string): unknown {
  return key.split(".").reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], tree);
}

function keysOf(tree: object, before = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string" ? [before + name] : keysOf(value as object, `${before}${name}.`),
  );
}

test.each([["en", en], ["es", es]])("each action has words of its own in %s, and no other has", (_, texts) => {
  const words = ACTIONS.map((action) => textAt(texts, wordsOf(action)));
  expect(ACTIONS.filter((_action, place) => typeof words[place] !== "string")).toEqual([]);
  expect(new Set(words).size).toBe(ACTIONS.length);
  expect(keysOf(texts.permissions.actions).sort()).toEqual(ACTIONS.map((action) => action.replace(":", ".")).sort());
});

test.each([["en", en], ["es", es]])("each reach and each module has a word in %s", (_, { permissions }) => {
  const scopes = [...components.schemas.Scope.enum].sort();
  expect(Object.keys(permissions.scopes).sort()).toEqual(scopes);
  expect(Object.keys(permissions.short).sort()).toEqual(scopes);
  expect(Object.keys(permissions.modules).sort()).toEqual([...components.schemas.Module.enum].sort());
  expect(Object.keys(permissions.areas).sort()).toEqual(Object.keys(AREAS).sort());
});

test("each role has a column, and each subject stands in one area", () => {
  expect([...COLUMNS].sort()).toEqual([...components.schemas.Role.enum].sort());
  const subjects = Object.values(AREAS).flat();
  expect([...subjects].sort()).toEqual([...new Set(ACTIONS.map((action) => action.split(":")[0]))].sort());
});

const permission = (action: string, more: Partial<Permission>): Permission =>
  ({ action, forAnybody: false, reaches: [], modules: [], ...more }) as Permission;
const export_ = permission("members:export", {
  reaches: [
    { role: "OWNER", scope: "SCHOOL", ofGrades: "OWN_GRADES" },
    { role: "MANAGER", scope: "SCHOOL", ofGrades: null },
    { role: "DISTRICT_MANAGER", scope: "DISTRICT", ofGrades: "DISTRICT" },
  ],
});
const list = permission("members:list", {
  reaches: [{ role: "TEACHER", scope: "OWN_CLASSES", ofGrades: "OWN_CLASSES" }, { role: "STAFF", scope: "SCHOOL", ofGrades: "OWN_GRADES" }],
  modules: ["PASSES"],
});

test("permissions come by area, and what one may stands apart from what one may not", () => {
  const groups = grouped([export_, permission("auditEntries:list", {}), list]);
  expect(groups.map(({ area, permissions }) => [area, permissions.length])).toEqual([["people", 2], ["audit", 1]]);
  const [people] = groups;
  if (!people) throw new Error("no group");
  expect(splitBy("TEACHER", people)).toEqual({ may: [list], mayNot: [export_] });
  expect(reachOf(list, "TEACHER")?.scope).toBe("OWN_CLASSES");
});

test("a limit to grades narrows, takes away, or changes nothing", () => {
  expect(limitOf(export_, "OWNER")).toBe("OWN_GRADES");
  expect(limitOf(export_, "MANAGER")).toBe("NONE");
  expect(limitOf(export_, "DISTRICT_MANAGER")).toBe("");
  expect(limitOf(list, "TEACHER")).toBe("");
  expect(limitOf(list, "STUDENT")).toBe("");
});

test("a module adds the whole school to whoever works there and hasn't it", () => {
  expect(modulesOf(list, "TEACHER")).toEqual(["PASSES"]);
  expect(modulesOf(list, "MANAGER")).toEqual(["PASSES"]);
  expect(modulesOf(list, "STAFF")).toEqual([]);
  expect(modulesOf(list, "STUDENT")).toEqual([]);
});
