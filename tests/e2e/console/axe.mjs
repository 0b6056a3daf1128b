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
    const options = { resultTypes: ["violations"], runOnly: { type: "tag", values: TAGS } };
    const { violations } = await page.evaluate((told) => window.axe.run(document, told), options);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
  };
}

/**
 * Gives a function that looks at a page on a phone and on a wide screen, and writes what it finds into `seen`.
 * Which of the two is dark changes from look to look.
 */
export function lookerFrom(require, seen, widths, picture = async () => {}) {
  const violationsOf = axeFrom(require);
  let looks = 0;
  return async (page, name) => {
    const themes = looks++ % 2 ? ["light", "dark"] : ["dark", "light"];
    for (const [at, width] of widths.entries()) {
      await page.emulateMedia({ colorScheme: themes[at] });
      await page.setViewportSize({ width, height: 900 });
      await page.locator(`html[data-mantine-color-scheme=${themes[at]}]`).waitFor();
      const found = await violationsOf(page);
      if (found.length) seen.violations[`${name} ${themes[at]} ${width}`] = found;
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(`${name} ${width}`);
      await picture(page, `${name}-${themes[at]}-${width}`);
    }
  };
}
