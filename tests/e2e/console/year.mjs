// Goes through the year in a real Chromium: a day set apart and published, holidays out of a file, and a half day in three
// clicks. Takes one JSON object on standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { violations: {}, wide: [] };

async function opened(path, [email, password], size = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport: size, locale: "en-US" });
  const page = await context.newPage();
  await page.goto(`${told.address}${path}`);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("h1").waitFor();
  return page;
}

async function look(page, name) {
  const found = await violationsOf(page);
  if (found.length) seen.violations[name] = found;
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(name);
}

const cell = (page, day) => page.locator(`[data-day="${day}"]`);
const kindOf = (page, day) => cell(page, day).getAttribute("data-kind");
/** The picture follows what was kept a moment later. */
const becomes = (page, day, kind) => page.locator(`[data-day="${day}"][data-kind="${kind}"]`).waitFor();
const said = (page, text) => page.getByText(text, { exact: true }).last().waitFor();

/** A day as the API gives it after the page was loaded anew. */
async function dayOfApi(page, day) {
  // What the page before it still asks for is gone with its answers.
  const address = page.url();
  await page.goto("about:blank");
  const answer = page.waitForResponse((one) => one.url().includes("/schoolDays?") && one.url().includes("draft=false"));
  await page.goto(address);
  const { schoolDays } = await (await answer).json();
  await page.locator("[role=grid]").first().waitFor();
  return schoolDays.find((one) => one.day === day);
}

const year = `schools/${told.school}/calendar`;
const page = await opened(year, [told.email, told.password]);
await page.locator("[role=grid]").first().waitFor();
seen.grids = await page.locator("[role=grid]").count();
seen.stops = await page.locator("[data-day][tabindex='0']").count();
seen.label = await cell(page, told.closed).getAttribute("aria-label");

// By keyboard: from today to the same day a week later, and into it.
await page.locator("[aria-current=date]").focus();
await page.keyboard.press("ArrowDown");
await page.keyboard.press("ArrowRight");
seen.arrived = await page.evaluate(() => document.activeElement.getAttribute("data-day"));
await page.keyboard.press("Enter");
await page.getByRole("dialog").waitFor();
seen.address = new URL(page.url()).search;
await look(page, "day");
await page.keyboard.press("Escape");
await page.getByRole("dialog").waitFor({ state: "detached" });

// A day without school, kept in the draft.
await cell(page, told.day).click();
const panel = page.getByRole("dialog");
await panel.getByRole("radio", { name: "No school" }).check();
await panel.getByRole("textbox", { name: "Name" }).fill("Parents' day");
await panel.getByRole("textbox", { name: "Name" }).press("Enter");
await said(page, "Kept in the draft: 1 day.");
await page.keyboard.press("Escape");
seen.counts = await kindOf(page, told.day);
await page.getByText("The draft", { exact: true }).click();
await becomes(page, told.day, "closed");

// A break of several days.
await page.getByRole("button", { name: "Several days at once" }).click();
await page.getByLabel("First day").fill(told.breakDays[0]);
await page.getByLabel("Last day").fill(told.breakDays[1]);
await page.getByRole("form", { name: "Several days at once" }).getByRole("textbox", { name: "Name" }).fill("Spring break");
seen.rangeCount = await page.getByText("on which there would be school.").innerText();
await look(page, "days");
await page.getByRole("button", { name: "Keep in the draft" }).click();
await said(page, "Kept in the draft: 5 days.");
await becomes(page, told.breakDays[0], "closed");
seen.breakKind = await kindOf(page, told.breakDays[0]);

// Holidays out of a file: what was found is looked through, and only what is chosen is kept.
await page.getByRole("button", { name: "Holidays out of a file" }).click();
await page.locator("input[type=file]").setInputFiles(told.webPage);
seen.refused = await page.getByRole("alert").filter({ hasText: "web page" }).innerText();
await page.locator("input[type=file]").setInputFiles(told.ics);
const found = page.getByRole("table", { name: "Holidays out of a file" });
await found.waitFor();
const taken = found.locator("tbody tr th input:visible");
seen.found = await taken.evaluateAll((all) => all.map((one) => [one.getAttribute("aria-label"), one.checked]));
seen.unread = await page.getByRole("region", { name: "What couldn’t be read" }).getByRole("listitem").allInnerTexts();
await look(page, "import");
await taken.nth(2).uncheck();
await page.getByRole("button", { name: "Keep 1 day in the draft" }).click();
await said(page, "Kept in the draft: 1 day.");
await becomes(page, told.holidays[0], "closed");
seen.imported = [await kindOf(page, told.holidays[0]), await kindOf(page, told.holidays[1])];

// What publishing changes, and then it is done.
await page.getByRole("button", { name: "See what publishing changes" }).click();
const dialog = page.getByRole("dialog");
await dialog.getByRole("listitem").first().waitFor();
seen.changes = await dialog.getByRole("listitem").allInnerTexts();
await look(page, "publish");
await dialog.getByRole("button", { name: "Publish" }).click();
await said(page, "Published. It counts now.");
await page.getByText("The draft differs from what counts").waitFor({ state: "detached" });
seen.published = await dayOfApi(page, told.day);
seen.versions = await page.getByRole("table", { name: "What was published" }).locator("tbody tr").count();

// A half day in three clicks. What counts are presses of the mouse, not events that follow from them.
await page.evaluate(() => {
  window.presses = 0;
  document.addEventListener("pointerdown", () => { window.presses += 1; }, true);
});
await page.getByRole("button", { name: "Change today" }).click();
await page.getByRole("radio", { name: "Half day" }).click();
await page.getByText("Half day, 8:00").waitFor();
seen.preview = await page.getByRole("dialog").innerText();
await look(page, "declare");
await page.getByRole("button", { name: "Change it now" }).click();
await page.getByRole("dialog").waitFor({ state: "detached" });
seen.presses = await page.evaluate(() => window.presses);
seen.declared = await dayOfApi(page, told.today);
seen.newest = await page.getByRole("table", { name: "What was published" }).locator("tbody tr").first().innerText();

// The same by keyboard alone, on a phone: another day, without school.
const phone = await opened(year, [told.email, told.password], { width: 360, height: 740 });
await phone.locator("[role=grid]").first().waitFor();
seen.phoneGrids = await phone.locator("[role=grid]").count();
await look(phone, "phone");
await phone.getByRole("button", { name: "Change today" }).focus();
await phone.keyboard.press("Enter");
await phone.getByRole("combobox", { name: "Which day" }).selectOption(told.coming);
await phone.getByRole("radio", { name: "Regular" }).focus();
for (let steps = 0; steps < 3; steps += 1) await phone.keyboard.press("ArrowDown");
await phone.getByText("No school").last().waitFor();
await phone.keyboard.press("Tab");
await phone.keyboard.type("Snow");
await phone.getByText("→ No school, Snow").waitFor();
await look(phone, "declare on a phone");
await phone.keyboard.press("Tab");
await phone.keyboard.press("Tab");
await phone.keyboard.press("Enter");
await phone.getByRole("dialog").waitFor({ state: "detached" });
seen.coming = await dayOfApi(phone, told.coming);

console.log(JSON.stringify(seen));
await browser.close();
