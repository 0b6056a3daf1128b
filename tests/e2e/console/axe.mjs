// What axe finds on a page. It runs in the page itself, once loaded, and keeps only what is wrong: that takes a
// quarter of the time of the package for Playwright, which opens a second page for each look.
import { readFileSync } from "node:fs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Gives a function from a page to its violations, a text each; `require` finds axe. */
export function axeFrom(require) {
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
  return async (page) => {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
    // Colors that are on their way from one theme to the other are those of neither.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      return Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
    });
    return page.evaluate(found, TAGS);
  };
}

/**
 * In the page: what is wrong with it. A theme changes nothing but colors, and where that is so (every element, its
 * attributes, its box and whether it shows are those of an earlier look) only rules on colors are asked again; what
 * the others found then is still so.
 */
async function found(tags) {
  const elements = [...document.querySelectorAll("*")];
  const boxes = elements.map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height, one.checkVisibility({ opacityProperty: true, visibilityProperty: true })].join();
  });
  const markup = document.documentElement.outerHTML.replace(/(<html[^>]*) data-mantine-color-scheme="\w+"/, "$1");
  const asItIs = [location.href, innerWidth, innerHeight, markup, ...boxes].join("\n");
  const colors = new Set(window.axe.getRules(["cat.color"]).map((rule) => rule.ruleId));
  const others = window.axe.getRules().filter((rule) => !colors.has(rule.ruleId));
  const ask = async (rules) => {
    // The style sheets that axe would fetch besides are for a rule that is none of these.
    const options = { resultTypes: ["violations"], rules, preload: { assets: ["media"] } };
    const { violations } = await window.axe.run(document, { ...options, runOnly: { type: "tag", values: tags } });
    return violations.map((one) => [one.id, `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`]);
  };
  window.lookedAt ??= new Map();
  const known = window.lookedAt.get(asItIs);
  const left = known ? Object.fromEntries(others.map((rule) => [rule.ruleId, { enabled: false }])) : {};
  const wrong = [...(known ?? []), ...(await ask(left))];
  window.lookedAt.set(asItIs, wrong.filter(([id]) => !colors.has(id)));
  return wrong.map(([, text]) => text);
}
