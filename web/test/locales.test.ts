import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../src/locales/en/console.json";
import es from "../src/locales/es/console.json";

function texts(tree: object, before = ""): Map<string, string> {
  const found = Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string"
      ? [[before + name, value] as const]
      : [...texts(value as object, `${before}${name}.`)],
  );
  return new Map(found);
}

const sources = readdirSync("src", { recursive: true, encoding: "utf-8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
  .map((name) => readFileSync(`src/${name}`, "utf-8"));
const used = sources.flatMap((text) =>
  [...text.matchAll(/\bt\(\s*["']([\w.]+)["']/g)].flatMap((match) => match[1] ?? []),
);

test("both languages have the same keys, and no text is empty", () => {
  expect([...texts(es).keys()].sort()).toEqual([...texts(en).keys()].sort());
  expect([...texts(en).values(), ...texts(es).values()].filter((text) => !text.trim())).toEqual([]);
});

test("every key that a page uses has its text", () => {
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((key) => !texts(en).has(key))).toEqual([]);
});
