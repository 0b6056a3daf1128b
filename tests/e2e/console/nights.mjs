// Sets the hours of the night and who gets its mail, in a real Chromium, by keyboard. Takes one JSON object on
// standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
const seen = {};

async function opened(address) {
  const page = await context.newPage();
  await page.goto(address);
  await page.locator("input[type=email]").fill(told.email);
  await page.locator("input[type=password]").fill(told.password);
  await page.keyboard.press("Enter");
  await page.locator("h1").waitFor();
  return page;
}

/** Opens a list by its label and takes one of its words, with the keys alone. */
async function choose(page, label, word) {
  const field = page.getByRole("combobox", { name: label });
  await field.focus();
  await page.keyboard.press("Enter");
  const option = page.getByRole("option", { name: word, exact: true });
  await option.waitFor();
  const id = await option.getAttribute("id");
  for (let steps = 0; steps < 30; steps += 1) {
    if ((await field.getAttribute("aria-activedescendant")) === id) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

const marks = (page) => page.locator("figure li").allInnerTexts();
const page = await opened(`${told.address}schools`);
await page.getByRole("link", { name: "Roster nights" }).first().click();
await page.getByRole("heading", { level: 1, name: "Roster nights" }).waitFor();
await page.locator("figure").waitFor();
// The last night, and the one before it.
await page.locator("tbody tr").nth(3).waitFor();
seen.rows = await page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.querySelector("th").innerText));
seen.badges = await page.locator("tbody td [data-meaning]").allInnerTexts();
await page.getByRole("link", { name: "Open the run" }).first().click();
await page.waitForURL(/rostering\/runs\//);
await page.getByRole("heading", { level: 1, name: "Sync with the system" }).waitFor();
seen.run = new URL(page.url()).pathname;
await page.goBack();
await page.getByRole("link", { name: "The night before" }).click();
await page.getByText("Nothing is known of that night.").waitFor();
seen.search = new URL(page.url()).search;
await page.getByRole("link", { name: "The newest night" }).click();
await page.locator("tbody tr").first().waitFor();

// Another hour, and somebody who gets the mail.
seen.before = await marks(page);
await choose(page, "Ask the systems from", "10:00 PM");
seen.chosen = await marks(page);
await page.getByRole("button", { name: "Add somebody" }).focus();
await page.keyboard.press("Enter");
await page.getByRole("textbox", { name: "E-mail" }).last().fill("nobody");
await page.getByRole("textbox", { name: "E-mail" }).last().press("Enter");
seen.isWrong = await page.getByRole("textbox", { name: "E-mail" }).last().evaluate((field) => !field.validity.valid);
await page.getByRole("textbox", { name: "E-mail" }).last().fill("district@demo.example");
const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH");
await page.getByRole("textbox", { name: "E-mail" }).last().press("Enter");
seen.code = (await saved).status();
await page.getByText("Saved.").waitFor();

// What another page says, and this one once it is loaded anew.
await page.reload();
await page.locator("figure").waitFor();
seen.after = await marks(page);
seen.address = await page.getByRole("textbox", { name: "E-mail" }).last().inputValue();
// Somebody who runs one school sees the hours and changes none.
const owners = await browser.newContext({ locale: "en-US" });
const owner = await owners.newPage();
await owner.goto(`${told.address}nights`);
await owner.locator("input[type=email]").fill(told.owner[0]);
await owner.locator("input[type=password]").fill(told.owner[1]);
await owner.keyboard.press("Enter");
await owner.locator("figure").waitFor();
seen.owner = [
  await owner.getByRole("combobox", { name: "Ask the systems from" }).isDisabled(),
  await owner.getByRole("button", { name: "Save" }).count(),
];
console.log(JSON.stringify(seen));
await browser.close();
