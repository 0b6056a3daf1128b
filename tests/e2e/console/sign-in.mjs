// Signs in with the simulated Google in a real Chromium, in its own window. Takes one JSON object on standard
// input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { faults: [] };

async function opened() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/Content.Security.Policy|Cross-Origin/.test(message.text())) seen.faults.push(message.text());
  });
  await page.goto(told.address);
  await page.getByRole("button", { name: "Sign in with Google" }).waitFor();
  return page;
}

async function chooser(page) {
  const [window] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in with Google" }).press("Enter"),
  ]);
  await window.getByRole("heading", { name: "Choose an account" }).waitFor();
  return window;
}

// Whoever is offered is chosen by keyboard; whoever isn't, is typed.
const known = await opened();
const window = await chooser(known);
await window.getByRole("button", { name: told.known }).press("Enter");
await known.getByRole("heading", { level: 1, name: told.school }).waitFor();
seen.windowIsClosed = window.isClosed();
await known.getByRole("button", { name: "Account and settings" }).press("Enter");
seen.email = await known.getByRole("dialog").getByText("@").first().innerText();
await known.getByRole("button", { name: "Sign out" }).press("Enter");
await known.getByRole("button", { name: "Sign in with Google" }).waitFor();

const refused = {};
for (const [name, email] of Object.entries(told.refused)) {
  const page = await opened();
  const typed = await chooser(page);
  await typed.getByText("Use another account").press("Enter");
  await typed.getByLabel("E-mail").fill(email);
  await typed.keyboard.press("Enter");
  refused[name] = await page.getByRole("alert").innerText();
  await page.context().close();
}
seen.refused = refused;

// Who closes the window hears nothing of it.
const undecided = await opened();
await (await chooser(undecided)).close();
await undecided.getByRole("button", { name: "Sign in with Google" }).and(undecided.locator(":enabled")).waitFor();
seen.alerts = await undecided.getByRole("alert").count();
// Somebody who is archived is out before their own eyes, wherever they are.
async function withPassword({ email, password }) {
  const page = await opened();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Account and settings" }).waitFor();
  return page;
}
const teacher = await withPassword(told.teacher);
await teacher.getByRole("link", { name: "People" }).first().press("Enter");
await teacher.getByRole("heading", { level: 1, name: "People" }).waitFor();
const calls = [];
teacher.on("request", (request) => calls.push(request));
await teacher.reload();
await teacher.getByRole("heading", { level: 1, name: "People" }).waitFor();
const bearer = await (await calls.find((one) => one.url().includes("/v1/me")).allHeaders()).authorization;
const owner = await withPassword(told);
await owner.goto(`${told.address}schools/${told.teacherSchool}/people`);
await owner.getByLabel("Find somebody").fill("Demo Teacher");
await owner.locator("tbody:not(:has(tr:nth-child(2)))").getByRole("link", { name: "Demo Teacher" }).press("Enter");
await owner.getByRole("button", { name: "Archive", exact: true }).press("Enter");
const question = owner.getByRole("dialog");
await question.getByRole("button", { name: "Archive", exact: true }).press("Enter");
await owner.getByRole("button", { name: "Restore", exact: true }).waitFor();
const archived = performance.now();
await teacher.getByRole("status").filter({ hasText: /signed out|has changed/ }).waitFor();
seen.outAfter = (performance.now() - archived) / 1000;
const asked = await teacher.request.get(`${told.address}v1/me`, { headers: { authorization: bearer } });
seen.tokenAfterwards = asked.status();
await owner.getByRole("button", { name: "Restore", exact: true }).press("Enter");
await owner.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).press("Enter");
await owner.getByRole("button", { name: "Archive", exact: true }).waitFor();
await (await withPassword(told.teacher)).context().close();

// Sign-ins of one's own: another device's is ended from here.
const here = await withPassword(told);
const elsewhere = await withPassword(told);
await here.goto(`${told.address}account`);
await here.getByText("This one").waitFor();
seen.sessions = await here.locator("tbody tr").count();
await here.getByRole("button", { name: /^End the sign-in/ }).first().press("Enter");
await elsewhere.getByRole("status").filter({ hasText: "You have been signed out." }).waitFor();
await here.getByRole("button", { name: "Sign out everywhere" }).press("Enter");
await here.getByRole("status").filter({ hasText: "You have been signed out." }).waitFor();
await browser.close();
console.log(JSON.stringify(seen));
