import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { mayChangeList } from "../src/features/people/list-rights";

const taughtBy = (...teacherIds: string[]) => ({ teacherIds }) as Schemas["ListView"];
const having = (...actions: string[]) => (action: string) => actions.includes(action);

test("nobody changes a class, which the roster keeps", () => {
  const section = { kind: "SECTION", teacherIds: ["p1"] } as unknown as Schemas["ListView"];
  expect(mayChangeList(section, "p1", having("lists:edit"))).toBe(false);
  expect(mayChangeList(section, "p1", having("lists:edit", "members:update"))).toBe(false);
});

test("a teacher changes a list that nobody else teaches; who runs the school changes every list", () => {
  const teacher = having("lists:get", "lists:edit");
  expect(mayChangeList(taughtBy("p1"), "p1", teacher)).toBe(true);
  expect(mayChangeList(taughtBy("p1", "p2"), "p1", teacher)).toBe(false);
  expect(mayChangeList(taughtBy(), undefined, teacher)).toBe(false);
  expect(mayChangeList(taughtBy("p2"), "p1", having("lists:edit", "members:update"))).toBe(true);
  const keptClass = { ...taughtBy("p1"), schedule: {} } as Schemas["ListView"];
  expect(mayChangeList(keptClass, "p1", teacher)).toBe(false);
  expect(mayChangeList(keptClass, "p1", having("lists:edit", "members:update"))).toBe(true);
  expect(mayChangeList(taughtBy("p1"), "p1", having("lists:get", "members:update"))).toBe(false);
});
