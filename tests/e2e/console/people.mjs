// Does in a real Chromium what somebody of a school's office does with people, by keyboard alone where
// there is a keyboard for it. Takes one JSON object on standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
const people = `${told.address}schools/lincoln-high/people`;
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

const names = (page) => page.locator("tbody th a").allInnerTexts();
const button = (page, name) => page.getByRole("button", { name, exact: true });
const enter = async (target) => {
  await target.focus();
  await target.press("Enter");
};
async function found(page, text, count) {
  await page.getByLabel("Find somebody").fill(text);
  await page.locator(`tbody:has(tr:nth-child(${count})):not(:has(tr:nth-child(${count + 1})))`).waitFor();
  return names(page);
}

// Pages: on to the second, back with the browser's own button.
const office = await opened(people);
await office.getByRole("link", { name: "Pupil 01", exact: true }).waitFor();
seen.firstPage = (await names(office)).length;
await enter(button(office, "Next page"));
await button(office, "First page").and(office.locator(":enabled")).waitFor();
await office.getByRole("link", { name: "Pupil 60", exact: true }).waitFor();
seen.secondPage = (await names(office)).length;
await office.goBack();
await office.getByRole("link", { name: "Pupil 01", exact: true }).waitFor();
seen.addresses = [office.url()];

// Add somebody: first with nothing in the form, then twice at once.
await enter(office.getByRole("link", { name: "Add a person" }));
await office.getByLabel("First name").focus();
await office.keyboard.press("Enter");
await office.locator("[role=alert]").waitFor();
seen.wrong = await office.locator("form [aria-invalid=true]").evaluateAll((inputs) => inputs.map((one) => one.labels[0].innerText));
seen.focused = await office.evaluate(() => document.activeElement.labels[0].innerText);
await office.getByLabel("First name").fill("María");
await office.keyboard.press("Tab");
await office.keyboard.type("García López");
for (let tab = 0; tab < 3; tab += 1) await office.keyboard.press("Tab"); // past who and grade
await office.keyboard.type("maria.garcia@demo.example");
await office.getByLabel("Grade").selectOption("09");
await office.getByRole("button", { name: "Add this person" }).dblclick();
await office.getByRole("heading", { level: 1, name: "María García López" }).waitFor();
const person = office.url();

// Find her, among one; what is typed does not stand in the address.
await office.goto(people);
seen.found = await found(office, "garcia mar", 1);
seen.addresses.push(office.url());
await office.getByLabel("Grade").selectOption("09");
await office.waitForURL(/grade=09/);
seen.ofGrade = await names(office);
await office.getByLabel("State").selectOption("ANY");
await office.waitForURL(/state=ANY/);

// Who opens a person's page at once gets there, however slowly it loads, and is not searched back.
const hasty = await opened(people);
await hasty.locator("tbody a").first().waitFor();
await hasty.route(/MemberPage-.*\.js/, async (route) => {
  await new Promise((go) => setTimeout(go, 1_000));
  await route.continue();
});
const wanted = await hasty.locator("tbody a").first().innerText();
await hasty.getByLabel("Find somebody").fill(wanted.slice(0, 3));
await hasty.locator("tbody a").first().press("Enter");
await hasty.getByRole("heading", { level: 1, name: wanted }).waitFor();
await hasty.close();

// Somebody else archives her: the list says it by itself.
const other = await opened(person);
await enter(button(other, "Archive"));
await enter(other.getByRole("dialog").getByRole("button", { name: "Archive" }));
await button(other, "Restore").waitFor();
await office.locator("tbody").getByText("Archived").waitFor();
await enter(button(other, "Restore"));
await enter(other.getByRole("dialog").getByRole("button", { name: "Restore" }));
await button(other, "Archive").waitFor();
await office.locator("tbody").getByText("Active", { exact: true }).waitFor();

// Both edit her: the slower one hears of it, and both changes stand.
await enter(office.getByRole("link", { name: "María García López" }));
await enter(office.getByRole("link", { name: "Edit" }));
await office.getByLabel("Last name").fill("García Lozano");
await enter(other.getByRole("link", { name: "Edit" }));
await other.getByLabel("Phone").fill("555-0100");
await other.keyboard.press("Enter");
await other.getByText("555-0100").waitFor();
await office.getByLabel("Last name").press("Enter");
await enter(office.getByRole("button", { name: "Read what is there now" }));
await office.waitForFunction(() => document.querySelector("input[type=tel]").value === "555-0100");
await enter(button(office, "Save"));
await office.getByRole("heading", { level: 1, name: "María García Lozano" }).waitFor();
seen.phone = await office.locator("dd", { hasText: "555-0100" }).count();
seen.edited = await office.locator("div:has(> dt:text-is('Edited by hand')) dd").innerText();

const past = office.getByRole("table", { name: "History" });
await past.locator("tbody tr").nth(4).waitFor();
await past.getByRole("link", { name: "Demo Owner" }).first().waitFor();
seen.history = await past.locator("tbody tr td:nth-child(2)").allInnerTexts();
seen.historyBy = await past.locator("tbody tr td:nth-child(3)").allInnerTexts();

// How far a Manager's role reaches: set together, seen on her page, narrowed and widened again. A teacher's
// role has no use for grades, and the form doesn't ask.
await office.goto(people);
await found(office, "noether", 1);
await enter(office.getByRole("link", { name: "Emmy Noether" }));
await enter(office.getByRole("link", { name: "Edit" }));
const limit = office.getByRole("combobox", { name: "Limited to grades" });
const chosen = async (...grades) => {
  await limit.focus();
  for (const grade of grades) {
    await limit.press("ArrowDown");
    await office.getByRole("option", { name: grade, exact: true }).click();
  }
  await limit.press("Escape");
};
await chosen("Grade 10", "Kindergarten", "Grade 9");
for (const name of ["Passes", "Flex"]) await office.getByRole("checkbox", { name }).press("Space");
await office.getByLabel("Role").selectOption("TEACHER");
seen.limitOfTeacher = await limit.count();
await office.getByLabel("Role").selectOption("MANAGER");
await enter(button(office, "Save"));
const fact = (name) => office.locator(`div:has(> dt:text-is('${name}')) dd`);
await fact("Manages").waitFor();
seen.reach = [await fact("Limited to grades").innerText(), await fact("Manages").innerText()];
await enter(office.getByRole("link", { name: "Edit" }));
seen.reachShown = [
  await office.getByRole("checkbox", { checked: true }).evaluateAll((boxes) => boxes.map((box) => box.value)),
  await office.locator("form .mantine-MultiSelect-pill").allInnerTexts(),
];
await limit.focus();
for (let grade = 0; grade < 3; grade += 1) await limit.press("Backspace");
await office.getByRole("checkbox", { name: "Passes" }).press("Space");
await enter(button(office, "Save"));
await fact("Manages").getByText("Flex", { exact: true }).waitFor();
seen.reachLeft = [await fact("Limited to grades").count(), await fact("Manages").innerText()];
await past.locator("tbody tr").nth(1).waitFor();
seen.reachHistory = await past.locator("tbody tr td:nth-child(2)").allInnerTexts();

// The file holds those who are shown.
await office.goto(`${people}?grade=09`);
await office.locator("tbody").waitFor();
const [download] = await Promise.all([office.waitForEvent("download"), enter(button(office, "Export as CSV"))]);
seen.fileName = download.suggestedFilename();
seen.file = readFileSync(await download.path(), "utf-8");

// A list is made, somebody is put on it and taken off it, and it goes.
await enter(office.getByRole("link", { name: "Lists", exact: true }));
await office.getByLabel("Name of a new list").fill("Band");
await office.keyboard.press("Enter");
await office.getByRole("heading", { level: 1, name: "Band" }).waitFor();
await office.getByRole("combobox", { name: "Add a person to the list" }).fill("lozano");
await office.getByRole("option", { name: "María García Lozano · Grade 9" }).waitFor();
await office.keyboard.press("ArrowDown");
await office.keyboard.press("Enter");
await office.getByRole("heading", { name: "1 person", exact: true }).waitFor();
await office.goto(`${people}?grade=09`);
await office.getByLabel("List", { exact: true }).selectOption({ label: "Band" });
await office.waitForURL(/list=/);
await office.getByRole("link", { name: "María García Lozano" }).waitFor();
seen.ofList = await names(office);
await enter(office.getByRole("link", { name: "Lists", exact: true }));
await enter(office.getByRole("link", { name: "Band" }));
await enter(button(office, "Remove María García Lozano"));
await office.getByText("Nobody is on this list yet.").waitFor();
await enter(button(office, "Delete the list"));
await enter(office.getByRole("dialog").getByRole("button", { name: "Delete the list" }));
await office.getByLabel("Name of a new list").waitFor();
await office.getByRole("link", { name: "Band" }).waitFor({ state: "detached" });
seen.lists = await names(office);
console.log(JSON.stringify(seen));
await browser.close();
