// Looks at the year in a real Chromium as those who change nothing, and where nothing is published. Takes one JSON object on
// standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = {};

async function opened(school, [email, password]) {
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await page.goto(`${told.address}schools/${school}/calendar`);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("h1").waitFor();
  return page;
}

const buttons = (page) => page.locator("#page").getByRole("button").filter({ hasNot: page.locator("[class*=number]") }).allInnerTexts();

// Somebody who teaches there sees the year and a day's blocks, and no button that changes anything.
const teacher = await opened(told.published, told.teacher);
await teacher.locator("[role=grid]").first().waitFor();
seen.buttons = await buttons(teacher);
await teacher.locator(`[data-day="${told.day}"]`).click();
const panel = teacher.getByRole("dialog");
await panel.getByRole("table").first().waitFor();
seen.blocks = await panel.getByRole("row").allInnerTexts();
seen.inPanel = await panel.getByRole("button").allInnerTexts();
// A student does not look at the whole year.
const student = await opened(told.published, told.student);
await student.getByText("This is not open to you").waitFor();
// A draft that was never published: there is no day that could be changed, and the page says what to do first.
const owner = await opened(told.drafted, [told.email, told.password]);
await owner.getByText("Nothing has been published yet.").waitFor();
await owner.getByRole("button", { name: "Change today" }).click();
await owner.getByRole("dialog").getByText("No calendar has been published yet").waitFor();
seen.toBells = await owner.getByRole("dialog").getByRole("link").getAttribute("href");
console.log(JSON.stringify(seen));
await browser.close();
