// Does in a real Chromium what each role begins with, and the pages beside it: how people sign in, who may do
// what, and the test of the network. Takes one JSON object on standard input, see tests/support/console.py and
// test_start.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { lookerFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { faults: [], violations: {}, wide: [] };
const looked = lookerFrom(require, seen, [320, 1440]);

async function opened(path = "") {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (said) => {
    // Firestore's client looks for this picture itself where its long connection fails; the policy keeps it from that.
    if (/Content.Security.Policy/.test(said.text()) && !/cleardot\.gif/.test(said.text())) seen.faults.push(said.text());
  });
  await page.goto(told.address + path);
  return page;
}

async function signedIn(role, path = "") {
  const page = await opened(path);
  const [email, password] = told.accounts[role];
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Account and settings" }).waitFor();
  return page;
}

const path = (page) => new URL(page.url()).pathname;
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const enter = (target) => target.press("Enter");
const cards = (page) => page.getByRole("article").allInnerTexts();

// A parent: both children, then one school, which is there again the next time.
const parent = await signedIn("PARENT");
await heading(parent, "My children").waitFor();
await parent.getByRole("article").nth(1).waitFor();
seen.children = await cards(parent);
await looked(parent, "children");
await parent.getByRole("combobox", { name: "School" }).press("Enter");
await parent.getByRole("option", { name: told.second }).click();
await heading(parent, told.second).waitFor();
await parent.getByRole("article").first().waitFor();
seen.childrenThere = await cards(parent);
await parent.goto(told.address);
await heading(parent, told.second).waitFor();
seen.parentAgain = path(parent);
seen.parentLinks = await parent.getByRole("navigation", { name: "Main" }).first().getByRole("link").allInnerTexts();
await enter(parent.getByRole("link", { name: "All of my children" }));
await heading(parent, "My children").waitFor();

// A student: themselves, their lists, their sign-ins.
const student = await signedIn("STUDENT");
await student.getByRole("heading", { level: 2, name: "Demo Student" }).waitFor();
await student.getByRole("listitem").filter({ hasText: "Chess" }).waitFor();
await student.getByText(/You are signed in on \d+ device/).waitFor();
seen.student = path(student);
seen.studentLinks = await student.getByRole("navigation", { name: "Main" }).first().getByRole("link").allInnerTexts();
await looked(student, "student");

// A teacher: their classes, and people found without a name in the address.
const teacher = await signedIn("TEACHER");
await teacher.getByRole("link", { name: "Room 12" }).waitFor();
await looked(teacher, "teacher");
await teacher.getByLabel("Find somebody").fill("pupil 02");
await teacher.keyboard.press("Enter");
await heading(teacher, "People").waitFor();
await teacher.locator("tbody:not(:has(tr:nth-child(2)))").getByRole("link", { name: "Pupil 02" }).waitFor();
seen.found = { url: teacher.url(), typed: await teacher.getByLabel("Find somebody").inputValue() };

// Who may do what: one's own role first; all of them side by side; on a phone role by role.
await teacher.getByRole("button", { name: "Account and settings" }).press("Enter");
await enter(teacher.getByRole("link", { name: "Who may do what" }));
await heading(teacher, "Who may do what").waitFor();
await teacher.getByRole("heading", { level: 2, name: "Teacher", exact: true }).waitFor();
seen.ownRole = await teacher.getByLabel("What may be done by").inputValue();
seen.teacherMay = await teacher.getByRole("listitem").filter({ hasText: "Find people and list them" }).innerText();
await teacher.getByLabel("What may be done by").selectOption("ALL");
const matrix = teacher.getByRole("table", { name: "Who may do what" });
await matrix.waitFor();
seen.matrixColumns = await matrix.locator("thead th").allInnerTexts();
seen.exportRow = await matrix.getByRole("row").filter({ hasText: "Export people as a file" }).locator("td").allInnerTexts();
await looked(teacher, "permissions");
await teacher.setViewportSize({ width: 360, height: 800 });
await teacher.getByRole("heading", { level: 2, name: "Parent", exact: true }).waitFor();
seen.phone = { tables: await matrix.isVisible(), roles: await teacher.getByRole("heading", { level: 2 }).count() };

// How people sign in: an Owner reads; a District Manager changes, and is asked before somebody is kept out.
const owner = await signedIn("OWNER", "sign-in-settings");
await owner.getByText("Only a District Manager changes these settings.").waitFor();
seen.ownerSaves = await owner.getByRole("button", { name: "Save", exact: true }).count();
const manager = await signedIn("DISTRICT_MANAGER");
await enter(manager.getByRole("link", { name: "How people sign in" }).first());
const domains = manager.getByRole("combobox", { name: "Domains of the district" });
await domains.fill("new@Alias.Example");
await domains.press("Enter");
await enter(manager.getByRole("button", { name: "Save", exact: true }));
await manager.getByText("Saved.").waitFor();
await manager.reload();
await manager.getByText("alias.example", { exact: true }).waitFor();
const saved = async () => {
  const answer = manager.waitForResponse((one) => one.request().method() === "PATCH");
  await enter(manager.getByRole("button", { name: "Save", exact: true }));
  await (await answer).finished();
};
// Who proves themselves twice, and how long a shared device waits, are saved beside the ways.
const twice = manager.getByRole("group", { name: "Who proves themselves twice" });
await twice.getByRole("checkbox", { name: "Owner", checked: false }).press("Space");
seen.weak = await manager.getByText("Not recommended:").innerText();
await twice.getByRole("checkbox", { name: "Owner", checked: true }).press("Space");
await twice.getByRole("checkbox", { name: "Teacher" }).press("Space");
await manager.getByLabel("Students: minutes").fill("5");
await saved();
await manager.reload();
await manager.getByRole("checkbox", { name: "Teacher", checked: true }).waitFor();
seen.minutes = [await manager.getByLabel("Students: minutes").inputValue(), await manager.getByLabel("Everybody else: minutes").inputValue()];
await manager.getByRole("checkbox", { name: "Teacher" }).press("Space");
await manager.getByLabel("Students: minutes").fill("15");
await saved();
seen.way = await manager.getByRole("switch", { name: "E-mail and password" }).isChecked();
await manager.getByRole("switch", { name: "E-mail and password" }).press("Space");
await enter(manager.getByRole("button", { name: "Save", exact: true }));
const question = manager.getByRole("dialog", { name: "Keep these people out?" });
await question.getByRole("listitem").first().waitFor();
seen.question = await question.getByRole("listitem").allInnerTexts();
await enter(question.getByRole("button", { name: "Cancel" }));
await question.waitFor({ state: "detached" });
await manager.reload();
const address = manager.getByLabel("E-mail of somebody who can't get in");
const outcome = async (email, words) => {
  await address.fill(email);
  await address.press("Enter");
  await manager.getByText(words).first().waitFor();
  return manager.getByRole("region", { name: "What would happen now" }).innerText();
};
seen.mistyped = await outcome("owner@demo.exmaple", "looks like demo.example");
seen.known = await outcome("owner@demo.example", "is a domain of the district.");
seen.checks = await manager.getByRole("region", { name: /^Settings and project/ }).innerText();
await looked(manager, "sign-in-settings");
await owner.context().close();

// The network, for whom it keeps from signing in: what is let through, slow, cut and blocked.
const outside = await opened();
await enter(outside.getByRole("link", { name: "Can't sign in from school?" }));
await heading(outside, "Network").waitFor();
const rowOf = (purpose) => outside.getByRole("table", { name: "Hosts to let through" }).locator("tbody tr").filter({ hasText: purpose });
async function tested(name) {
  await enter(outside.getByRole("button", { name }));
  const verdict = outside.getByRole("alert");
  await verdict.waitFor({ timeout: 60_000 });
  const rows = {};
  for (const purpose of ["The console itself", "Their long connection", "Sending a roster file"]) {
    rows[purpose] = (await rowOf(purpose).locator("td").first().innerText()).split("\n")[0];
  }
  return { verdict: await verdict.innerText(), rows };
}
seen.free = await tested("Start the test");
const files = new URL(told.files).host;
await outside.route((url) => url.host === files, (route) => route.abort("connectionrefused"));
seen.blocked = await tested("Test again");
seen.report = await outside.getByRole("region", { name: "What to send to your IT" }).innerText();
await looked(outside, "network");
await outside.unrouteAll();
await outside.route(/google\.firestore\.v1\.Firestore/, (route) => route.abort("connectionreset"));
seen.cut = await tested("Test again");
await outside.unrouteAll();
await outside.route("**/v1/signInOptions", (route) => route.fulfill({ contentType: "text/html", body: "<h1>Blocked</h1>" }));
seen.foreign = await tested("Test again");
await outside.unrouteAll();
await outside.route("**/config.json", async (route) => {
  await new Promise((go) => setTimeout(go, 3_200));
  await route.continue();
});
seen.slow = await tested("Test again");
await enter(outside.getByRole("link", { name: "Back to sign-in" }));
await heading(outside, "Sign in").waitFor();
await browser.close();
console.log(JSON.stringify(seen));
