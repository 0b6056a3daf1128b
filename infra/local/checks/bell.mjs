// A student's and a teacher's page stay open while a Manager declares a half day, in a real Chromium.
// The first line of input is one JSON object, see bell.py; the last line of output is one, too.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = JSON.parse((await lines.next()).value);
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const PATIENCE_MS = 60_000;

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });

async function opened({ email, password }, path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("carillon-language", "en"));
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(told.address + path);
  await page.getByLabel("E-mail").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("h1").waitFor();
  return page;
}

const today = (page) => page.getByRole("region", { name: "Today" });

/** What a page shows, with the minute on the school's clocks before and after it was read. */
async function read(page) {
  return today(page).evaluate((region, zone) => {
    const clock = () => new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", minute: "2-digit" }).format();
    const plain = (text) => text.replaceAll(/\s+/g, " ").trim();
    const from = clock();
    const rows = [...region.querySelectorAll("ol li")].map((row) => plain(row.innerText));
    const current = [...region.querySelectorAll("ol li[aria-current=time]")].map((row) => plain(row.innerText));
    return { from: plain(from), rows, current, classes: rows.filter((row) => !row.endsWith("No class")).length };
  }, told.zone);
}

const home = `schools/${told.school}`;
const pages = { student: await opened(told.student, home), teacher: await opened(told.teacher, home) };
const seen = {};
for (const [name, page] of Object.entries(pages)) {
  await today(page)
    .locator("ol li")
    .first()
    .waitFor()
    .catch(async (error) => {
      throw new Error(`no day for the ${name}: ${await page.locator("main").innerText()}`, { cause: error });
    });
  seen[name] = { before: await read(page), loads: 0 };
  await page.evaluate(() => (window.carillonStays = true));
  page.on("load", () => (seen[name].loads += 1));
}

// Three presses, and none before them but those that lead there.
const manager = await opened(told.manager, `${home}/calendar`);
await manager.evaluate(() => {
  window.carillonPresses = 0;
  document.addEventListener("pointerdown", () => (window.carillonPresses += 1), true);
});
await manager.getByRole("button", { name: "Change today" }).click();
await manager.getByRole("radio", { name: told.halfDay }).click();
await manager.getByRole("button", { name: "Change it now" }).click();
const declared = performance.now();
await Promise.all(
  Object.entries(pages).map(async ([name, page]) => {
    await today(page).getByText(told.halfDay).first().waitFor();
    seen[name].seconds = (performance.now() - declared) / 1000;
    seen[name].after = await read(page);
    seen[name].stays = await page.evaluate(() => window.carillonStays === true);
  }),
);
seen.presses = await manager.evaluate(() => window.carillonPresses);
await browser.close();
console.log(JSON.stringify(seen));
process.exit(0);
