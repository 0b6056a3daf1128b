import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

type Texts = Record<string, unknown>;

/** The texts of a language: those of each of its files. */
function filesOf(language: string): Texts[] {
  const folder = `src/locales/${language}`;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf-8")) as Texts);
}

const together = (files: Texts[]): Texts => Object.assign({}, ...files) as Texts;
const en = together(filesOf("en"));
const es = together(filesOf("es"));

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

test("no file of texts takes the place of what stands in another", () => {
  for (const language of ["en", "es"]) {
    const names = filesOf(language).flatMap((file) => Object.keys(file));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  }
});
