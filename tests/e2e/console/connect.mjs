// Walks the wizard that connects a system, step by step, in a real Chromium. Takes one JSON object on standard
// input, see tests/support/console.py and test_connect.py, whose `part` says which way; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { lookerFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { faults: [], violations: {}, wide: [], focused: [] };
const looked = lookerFrom(require, seen, [390, 1440], (shown, name) =>
  shown.screenshot({ path: `${told.pictures}/wizard-${told.part}-${name}.png`, fullPage: true }),
);
const rostering = `${told.address}schools/${told.school}/rostering`;

async function signedIn([email, password], address = rostering) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  await page.goto(address);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Account and settings" }).waitFor();
  return page;
}

const page = await signedIn(told.owners[0]);
const button = (name, on = page) => on.getByRole("button", { name, exact: true });
const link = (name) => page.getByRole("link", { name, exact: true });
const rows = async (table) =>
  Object.fromEntries(await table.locator("tbody tr").evaluateAll((all) => all.map((row) => {
    const [first, ...cells] = [...row.children].map((cell) => cell.innerText.split("\n")[0]);
    return [first, cells.length === 1 ? cells[0] : cells];
  })));

/** A step is there, is marked as the one that is shown, and its heading has the focus. */
async function reached(heading, mark) {
  await page.getByRole("heading", { level: 2, name: heading, exact: true }).waitFor();
  await page.locator("nav [aria-current=step]", { hasText: mark }).waitFor();
  seen.focused.push(await page.evaluate(() => document.activeElement.innerText));
}

async function chosen(typed, option) {
  const system = page.getByRole("combobox", { name: "Student information system" });
  await system.fill(typed);
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function pasted() {
  await page.getByRole("textbox", { name: "Address (base URL)" }).fill(`  ${told.system.base} `);
  await page.getByLabel("Token address (token URL)").fill(told.system.token);
  await page.getByLabel("Client ID (key)").fill(told.system.client);
  await button("Save").click();
  await page.getByLabel("Client secret").fill(told.system.secret);
  await button("Save the secret").click();
  await page.getByText("Set", { exact: true }).waitFor();
}

async function tested() {
  await button("Test connection").click();
  await page.getByText("The system answers and lets us in.").waitFor();
  const schools = page.getByRole("radiogroup", { name: "Which school is this?" });
  seen.schools = await schools.locator("label").allInnerTexts();
  seen.doubt = await page.getByText("Choose which of the schools").count();
  seen.collections = await rows(page.getByRole("table", { name: "In the system" }));
  await schools.getByRole("radio", { name: told.org }).check();
  await button("This is our school").click();
  await page.getByText(`This school: ${told.org}`).waitFor();
}

/** The dry run of a system, up to its plan. */
async function planned() {
  await button("Start the dry run").click();
  await page.getByText("Nobody was changed yet.").waitFor({ timeout: 120_000 });
  seen.planned = await rows(page.getByRole("table", { name: "What changed" }));
}

async function approved(on = page) {
  await button("Approve and turn on", on).click();
  const question = on.getByRole("dialog");
  const text = await question.innerText();
  await button("Approve and turn on", question).click();
  return text;
}

async function isOn() {
  await page.getByText("It is on.").waitFor({ timeout: 120_000 });
  seen.did = await rows(page.getByRole("table", { name: "What changed" }));
  seen.on = await page.getByRole("alert").filter({ hasText: "It is on." }).innerText();
}

/** Sync now leads to its run, though another one has just ended. */
async function syncedNow() {
  await page.goto(rostering);
  await button("Sync now").click();
  await button("Sync now", page.getByRole("dialog")).click();
  await page.getByRole("heading", { level: 1, name: "Sync with the system" }).waitFor();
  await page.locator("#page:focus").waitFor();
  const state = page.locator("main [aria-live]").filter({ hasText: "Nothing changed" });
  await state.waitFor();
  seen.synced = await page.getByRole("main").innerText();
}

/** A school's first system is asked over the network. */
async function network() {
  await link("Connect a system").click();
  await page.getByRole("heading", { level: 2, name: "Which system does the school have?" }).waitFor();
  await chosen("clever", "Clever");
  seen.clever = await page.getByRole("radio").count();
  seen.cleverWords = await page.getByText("Carillon doesn't read Clever's own interface.").count();
  await chosen("edupoint", "Synergy");
  await chosen("oneroster", "Another system with OneRoster");
  seen.way = await page.getByRole("radio", { name: "Over the network (OneRoster)" }).isChecked();
  await looked(page, "system");
  await button("Continue").click();
  await reached("Address and key", "Access");
  seen.folded = !(await page.getByLabel("Records in a page").isVisible());
  seen.blocked = await button("Continue").isDisabled();
  // Back on the first step the connection is there: nothing is made twice.
  await page.goBack();
  await reached("Which system does the school have?", "System");
  await button("Save and continue").click();
  await reached("Address and key", "Access");
  await looked(page, "access");
  await pasted();
  await page.reload();
  await link("Continue").click();
  await reached("Test it, and choose the school", "Test");
  await tested();
  await looked(page, "trial");
  await link("Continue").click();
  await reached("What is synced", "What is synced");
  seen.switches = await page.getByRole("table", { name: "What a sync may do" }).getByRole("checkbox", { checked: true }).count();
  await looked(page, "sync");
  await button("Save and continue").click();
  await reached("Look at the plan, and turn it on", "Plan");
  await looked(page, "begin");
  await planned();
  await looked(page, "plan");
  // Whoever comes back later goes on at the plan.
  await page.goto(rostering);
  await link("Go on connecting it").click();
  await page.getByText("Nobody was changed yet.").waitFor();
  await approved();
  await isOn();
  // The hour comes a moment later.
  await page.getByText("every night from").waitFor();
  seen.on = await page.getByRole("alert").filter({ hasText: "It is on." }).innerText();
  await looked(page, "done");
  await link("See the people").click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  await page.locator("tbody tr").first().waitFor();
  await syncedNow();
}

/** A school that sends files. */
async function files() {
  await link("Connect a system").click();
  await chosen("jmc", "JMC");
  seen.unknown = await page.getByText("Nothing is published about how JMC gives its people.").count();
  await button("Continue").click();
  await reached("Where files are sent", "Access");
  await looked(page, "access");
  await link("Continue").click();
  await reached("Try a file", "Test");
  await page.getByLabel("First row of the file").fill("Student ID,First Name,Last Name,Email,Grade");
  await button("Show what it means").click();
  await page.getByRole("table", { name: "Columns that are read" }).waitFor();
  await looked(page, "trial");
  await link("Continue").click();
  await reached("What is synced", "What is synced");
  await button("Save and continue").click();
  await reached("Look at the plan, and turn it on", "Plan");
  await looked(page, "begin");
  const chooser = page.waitForEvent("filechooser");
  await button("Choose files").click();
  await (await chooser).setFiles(told.file);
  await page.getByText("Nobody was changed yet.").waitFor();
  await approved();
  await isOn();
}

/** The same school goes over to a system: everybody stays who they are. */
async function takeover() {
  await link("Connect another system").click();
  await chosen("oneroster", "Another system with OneRoster");
  await button("Continue").click();
  await page.getByText("Choose one.").waitFor();
  await page.getByRole("radio", { name: "Yes, it takes over from JMC" }).check();
  await looked(page, "system");
  await button("Continue").click();
  await reached("Address and key", "Access");
  await pasted();
  await link("Continue").click();
  await reached("Test it, and choose the school", "Test");
  await tested();
  await link("Continue").click();
  await reached("What is synced", "What is synced");
  await button("Save and continue").click();
  await reached("Look at the plan, and turn it on", "Plan");
  await planned();
  seen.recognized = await rows(page.getByRole("table", { name: "Who is who" }));
  await button("Show who they are").click();
  const left = page.getByRole("table", { name: "People without a row" });
  await left.waitFor();
  seen.unmatched = await left.locator("tbody th").allInnerTexts();
  await looked(page, "plan");
  await link("Same student number").click();
  await page.getByRole("heading", { level: 2, name: "Person by person" }).waitFor();
  await page.getByText("Recognized by: Same student number").filter({ visible: true }).first().waitFor();
  seen.filter = new URL(page.url()).search;
  await looked(page, "plan-by-number");
  await page.goBack();
  seen.question = await approved();
  await page.getByText("somebody else has to approve as well").waitFor();
  await looked(page, "second");
  const other = await signedIn(told.owners[1], page.url());
  await approved(other);
  await isOn();
  seen.ended = await page.getByText("JMC has ended").innerText();
  await looked(page, "done");
  await page.goto(rostering);
  await page.getByText("Another connection has taken over its people.").waitFor();
}

await { network, files, takeover }[told.part]();
await browser.close();
console.log(JSON.stringify(seen));
