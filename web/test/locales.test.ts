import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import first from "../src/locales/en";
import connect from "../src/locales/en/connect.json";
import request from "../src/locales/en/connection-request.json";
import myClass from "../src/locales/en/my-class.json";
import nights from "../src/locales/en/nights.json";
import photos from "../src/locales/en/photos.json";
import pull from "../src/locales/en/pull.json";
import firstInSpanish from "../src/locales/es";
import connectInSpanish from "../src/locales/es/connect.json";
import requestInSpanish from "../src/locales/es/connection-request.json";
import myClassInSpanish from "../src/locales/es/my-class.json";
import nightsInSpanish from "../src/locales/es/nights.json";
import photosInSpanish from "../src/locales/es/photos.json";
import pullInSpanish from "../src/locales/es/pull.json";

const en = { ...first, ...connect, ...request, ...myClass, ...nights, ...photos, ...pull };
const es = { ...firstInSpanish, ...connectInSpanish, ...requestInSpanish, ...myClassInSpanish, ...nightsInSpanish, ...photosInSpanish, ...pullInSpanish };

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

// A text with a number has one for each sort of number of its language; Spanish has one more.
const meant = (key: string) => key.replace(/_(one|many|other)$/, "");
const meanings = (tree: object) => [...new Set([...texts(tree).keys()].map(meant))].sort();

test("a text with a number has all sorts of numbers of its language", () => {
  for (const [language, tree] of [["en", en], ["es", es]] as const) {
    const sorts = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts(tree).keys()].filter((key) => key !== meant(key));
    const wanted = [...new Set(counted.map(meant))].flatMap((key) => sorts.map((one) => `${key}_${one}`));
    expect(counted.sort()).toEqual(wanted.sort());
  }
});

test("both languages have the same keys, and no text is empty", () => {
  expect(meanings(es)).toEqual(meanings(en));
  expect([...texts(en).values(), ...texts(es).values()].filter((text) => !text.trim())).toEqual([]);
});

test("every key that a page uses has its text", () => {
  expect(used.length).toBeGreaterThan(20);
  const known = new Set(meanings(en));
  expect(used.filter((key) => !known.has(key))).toEqual([]);
});

test("texts that come with a page take no other's place", () => {
  expect(Object.keys(first).filter((key) => key in { ...connect, ...request, ...myClass, ...nights, ...photos, ...pull })).toEqual([]);
});
