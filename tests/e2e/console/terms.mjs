// Keeps terms and classes by hand in a real Chromium, by keyboard where there is a way. Takes one JSON object on
// standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = {};
const school = `${told.address}schools/${told.school}`;

async function opened(address, email = told.email, password = told.password) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

const region = (page, name) => page.getByRole("region", { name });
const names = (page, name) => region(page, name).locator("tbody th").allInnerTexts();
async function enter(target) {
  await target.focus();
  await target.press("Enter");
}
/** Takes one of a list's words, with the keys alone. */
async function choose(page, field, word) {
  await field.focus();
  await page.keyboard.press("ArrowDown");
  const option = page.getByRole("option", { name: word, exact: true });
  await option.waitFor();
  const id = await option.getAttribute("id");
  for (let steps = 0; steps < 30; steps += 1) {
    if ((await field.getAttribute("aria-activedescendant")) === id) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// The picture and the table say the same.
const page = await opened(`${school}/calendar/terms`);
await page.locator("figure").waitFor();
await region(page, "Classes").locator("tbody tr").first().waitFor();
seen.bars = await page.locator("figure [class*=lane]:not([class*=lanes])").evaluateAll((lanes) =>
  lanes.map((lane) => {
    const [name, bar] = lane.children;
    const all = lane.getBoundingClientRect();
    const own = bar.getBoundingClientRect();
    const share = (value) => Math.round((100 * value) / all.width);
    return [name.textContent, share(own.left - all.left), share(own.right - all.left)];
  }),
);
seen.terms = await names(page, "Terms");
seen.editable = await page.getByRole("button", { name: /^Edit / }).evaluateAll((all) => all.map((one) => one.ariaLabel));

// A term of one's own: first with its days the wrong way round.
await enter(page.getByRole("button", { name: "Add a term" }));
seen.focused = await page.evaluate(() => document.activeElement.labels?.[0]?.textContent);
await page.keyboard.type("Play season");
await page.getByLabel("First day").fill(day(60));
await page.getByLabel("Last day").fill(day(10));
seen.backwards = await page.getByText("Choose a day that is not before the first one.").count();
await page.getByLabel("Last day").fill(day(90));
await page.getByLabel("Last day").press("Enter");
await region(page, "Terms").locator("tbody th", { hasText: "Play season" }).waitFor();
await enter(page.getByRole("button", { name: "Edit Play season" }));
seen.lastDay = [await page.getByLabel("Last day").inputValue(), day(90)];
await page.getByLabel("Name of the term").fill("Spring play");
await page.getByLabel("Name of the term").press("Enter");
await region(page, "Terms").locator("tbody th", { hasText: "Spring play" }).waitFor();
// A term that a class is in stays, and it is said why.
await enter(page.getByRole("button", { name: "Delete Club season" }));
await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
seen.inUse = await page.getByRole("dialog").getByRole("alert").innerText();
await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();

// Several classes at once, one of them with a slip.
seen.without = await region(page, /without periods/).getByRole("listitem").locator("a").allInnerTexts();
await page.getByLabel("Periods of Art").fill("5");
await page.getByLabel("Room of Art").fill("Studio");
await page.getByLabel("Periods of Band").fill("( )");
await page.getByLabel("Periods of Band").press("Enter");
await page.getByText("1 class was saved.").waitFor();
seen.left = await region(page, /without periods/).getByRole("listitem").locator("a").allInnerTexts();
seen.wrong = await page.getByLabel("Periods of Band").evaluate((field) => {
  return document.getElementById(field.getAttribute("aria-describedby"))?.textContent ?? "";
});
await page.getByLabel("Periods of Band").fill("6");
await page.getByLabel("Periods of Chorus").fill("6(B)");
await page.getByLabel("Periods of Chorus").press("Enter");
await page.getByRole("heading", { name: "1 class without periods" }).waitFor();

// Every class is found by what it is.
await page.getByLabel("Find a class").fill("studio");
await page.locator("tbody th", { hasText: "Reading 3" }).waitFor({ state: "detached" });
seen.found = await names(page, "Classes");
await page.getByLabel("Find a class").fill("");
await page.locator("tbody th", { hasText: "Reading 3" }).waitFor();
await page.getByLabel("Show").selectOption("hand");
await page.locator("tbody th", { hasText: "Reading 3" }).waitFor({ state: "detached" });
seen.byHand = await names(page, "Classes");

// A class of one's own leads to its page; there it moves, and then it is a list and no class.
const form = page.getByRole("form", { name: "Add a class" });
await form.getByLabel("Name of the class").fill("Drama");
await form.getByLabel("Periods", { exact: true }).fill("8");
await form.getByLabel("Room", { exact: true }).fill("Stage");
await choose(page, form.getByRole("combobox", { name: "Term" }), "Spring play");
await form.getByLabel("Room", { exact: true }).press("Enter");
await page.getByRole("heading", { level: 1, name: "Drama" }).waitFor();
seen.facts = await page.locator("main p").first().innerText();
await page.getByLabel("Room", { exact: true }).fill("Hall");
await page.getByLabel("Room", { exact: true }).press("Enter");
await page.getByText("Class · in Hall · period 8").waitFor();
await enter(page.getByRole("button", { name: "Make it a mere list again" }));
await page.getByRole("dialog").getByRole("button", { name: "Make it a mere list again" }).click();
await page.getByText("Class · in Hall · period 8").waitFor({ state: "detached" });
seen.asList = await page.getByText("Give this list periods or a room").count();

// What was set of a class of the roster is given back.
await page.goto(`${school}/people/lists/class-8`);
await page.getByText("Periods: 2; 3 (B)").waitFor();
await page.getByRole("button", { name: "Let the roster count again" }).waitFor();
seen.rosterSays = await page.getByText("The roster says: 8").count();
await enter(page.getByRole("button", { name: "Let the roster count again" }));
await page.getByText("Periods: 8").waitFor();
seen.givenBack = await page.getByRole("button", { name: "Let the roster count again" }).count();

// Who may only look sees no button that does nothing.
const [email, password] = told.teacher;
const teacher = await opened(`${told.address}schools/lincoln-high/calendar/terms`, email, password);
await teacher.getByText("There is no class yet.").waitFor();
await teacher.getByText("There is no term yet.").waitFor();
seen.teacher = await teacher.locator("main").getByRole("button").count();
console.log(JSON.stringify(seen));
await browser.close();
