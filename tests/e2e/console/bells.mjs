// Sets the bell of a school up in a real Chromium: from the codes of its classes to the publication. Takes one
// JSON object on standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const address = `${told.address}schools/${told.school}/calendar/bells`;
const seen = {};

async function opened([email, password]) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Bell schedules" }).waitFor();
  return page;
}

/** Presses the button that saves, and gives the answer. */
async function save(page) {
  const answer = page.waitForResponse((one) => one.request().method() === "PATCH");
  await page.getByRole("button", { name: "Save draft" }).click();
  return (await answer).status();
}

/** What is said at a field, and whether the field is told as wrong. */
async function wrongAt(field) {
  const said = await field.getAttribute("aria-describedby");
  const words = await field.page().locator(said.split(" ").map((id) => `[id="${id}"]`).join(", ")).allInnerTexts();
  return [await field.getAttribute("aria-invalid"), words.join(" ")];
}

const page = await opened(told.owners[0]);

// A school without a calendar begins with the codes of its classes.
await page.getByText("which meet in: 1, 2, 3, 4.").waitFor();
await page.getByRole("button", { name: "Begin with the codes of your classes" }).click();
await page.getByRole("heading", { level: 2, name: "Periods" }).waitFor();
const names = page.getByRole("textbox", { name: /^Name of period/ });
seen.periods = await names.evaluateAll((fields) => fields.map(({ value }) => value));
const start = (name) => page.getByLabel(`Start of ${name}`, { exact: true });
const end = (name) => page.getByLabel(`End of ${name}`, { exact: true });
seen.times = [await start("Period 1").inputValue(), await end("Period 4").inputValue()];
seen.year = [await page.getByLabel("First day").inputValue(), await page.getByLabel("Last day").inputValue()];
seen.begun = await save(page);
await page.getByText("Everything is saved.").waitFor();

// Somebody else opens the same page.
const other = await opened(told.owners[1]);
await other.getByLabel("Start of Period 1", { exact: true }).waitFor();

// A code without a period, and the one that is suggested for it.
const codes = page.getByRole("combobox", { name: "Short codes of Period 3" });
await codes.focus();
await page.keyboard.press("Backspace");
const open = page.getByRole("list", { name: "Codes without a period" }).getByRole("listitem");
await open.first().waitFor();
seen.open = await open.count();
await page.getByRole("button", { name: "3 is Period 3" }).click();
await page.getByText("Every code of your classes belongs to a period.").waitFor();

// A period that begins before another one has ended: said at its field, which has the focus when it is to be saved.
await start("Period 2").fill("08:40");
seen.overlap = await wrongAt(start("Period 2"));
await names.first().focus();
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Start of Period 2");
seen.attention = await page.getByText("needs your attention").innerText();
await end("Period 2").fill("08:30");
seen.notAfter = await wrongAt(end("Period 2"));
await start("Period 2").fill("09:00");
await end("Period 2").fill("09:40");
seen.mended = await start("Period 2").getAttribute("aria-invalid");

// Whoever leaves is asked.
await page.getByRole("link", { name: "People" }).first().click();
await page.getByRole("dialog").getByRole("button", { name: "Stay here" }).click();
seen.stayed = new URL(page.url()).pathname;
seen.edited = await save(page);
await page.getByText("Everything is saved.").waitFor();

// What the API alone refuses is said at its field too: a word that is there twice.
await page.getByRole("button", { name: "Say what odd means" }).click();
await page.getByRole("button", { name: "Add a word" }).click();
await page.getByLabel("Word, row 2").fill("ODD");
for (const word of ["odd", "ODD"]) {
  await page.getByRole("combobox", { name: `Days that ${word} means`, exact: true }).click();
  await page.getByRole("option", { name: "Monday" }).locator("visible=true").click();
  await page.keyboard.press("Escape");
}
seen.refused = await save(page);
await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Word, row 2");
seen.twice = await wrongAt(page.getByLabel("Word, row 2"));
await page.getByRole("button", { name: "Remove ODD", exact: true }).click();
await page.getByText("5 of 6 classes have their place in the day").waitFor();

// A shorter day out of the regular one.
await page.getByRole("button", { name: "Copy", exact: true }).click();
await page.getByLabel("Name of the bell schedule").fill("Half day");
await page.getByLabel("Day ends at").fill("10:30");
await page.getByRole("button", { name: "Fit all periods" }).click();
seen.half = [await start("Period 1").inputValue(), await end("Period 4").inputValue()];
await page.getByRole("tab", { name: "Regular" }).click();
seen.regular = [await start("Period 2").inputValue(), await end("Period 2").inputValue()];

// From a phone to a desk no row is wider than its screen.
seen.wide = [];
for (const width of [320, 768, 992, 1440]) {
  await page.setViewportSize({ width, height: 900 });
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(width);
}

// Publishing says first what it changes.
await page.getByRole("button", { name: "Publish", exact: true }).click();
const dialog = page.getByRole("dialog");
await dialog.getByText("days change, from").waitFor();
seen.told = await dialog.innerText();
const done = page.waitForResponse((one) => one.url().includes(":publish"));
await dialog.getByRole("button", { name: "Publish now" }).click();
seen.published = (await (await done).json()).changedDays.length;
await page.getByText("Version 1 counts since").waitFor();
seen.badge = await page.locator("[data-meaning]").first().innerText();
await page.reload();
await page.getByRole("tab", { name: "Half day" }).click();
seen.kept = await end("Period 4").inputValue();

// Whoever opened the page before that is told, and writes nothing over it.
await other.getByRole("textbox", { name: /^Name of period/ }).first().fill("First");
seen.late = await save(other);
await other.getByText("Somebody else has changed the calendar").waitFor();
await other.getByRole("button", { name: "Discard mine, show theirs" }).click();
await other.getByRole("tab", { name: "Half day" }).waitFor();
seen.theirs = await other.getByRole("textbox", { name: /^Name of period/ }).first().inputValue();

// A teacher sees it and changes nothing.
const teacher = await opened(told.teacher);
await teacher.getByRole("table", { name: "Times of Half day" }).waitFor();
seen.rows = await teacher.getByRole("table", { name: "Times of Regular" }).getByRole("row").allInnerTexts();
seen.fields = await teacher.locator("main").locator("input, select, button").count();
console.log(JSON.stringify(seen));
await browser.close();
