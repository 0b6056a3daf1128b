// Ten tasks of an Owner by keyboard alone: no mouse, no focus set by the script, only keys. Takes one
// JSON object on standard input, see tests/support/console.py; prints what each task came to, and its seconds.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const PATIENCE_MS = 20_000;

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: told.width ?? 1280, height: 800 }, locale: "en-US" });
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const hidden = [];
const tasks = {};

/** What has the focus: its name as a screen reader says it, and whether one sees that it has it. */
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    const name = at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText ?? "";
    const box = at.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const style = getComputedStyle(at);
    const isMarked = style.outlineStyle !== "none" || at.matches("input, textarea, select, main");
    return {
      name: name.replace(/[*\s]+$/, "").trim(),
      tag: at.tagName,
      isSeen: isMarked && (top === null ? false : at.contains(top) || top.contains(at)),
    };
  });

/** Press Tab until something of this name has the focus; it may still be on its way. */
async function reach(name, key = "Tab") {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const at = await focused();
    if (typeof name === "string" ? at.name === name : name.test(at.name)) {
      if (!at.isSeen) hidden.push(at.name);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`no way to ${name} by keyboard at ${page.url()}`);
}

async function press(name, key = "Enter") {
  await reach(name);
  await page.keyboard.press(key);
}

async function task(name, work) {
  const start = performance.now();
  await work();
  tasks[name] = (performance.now() - start) / 1000;
}

const shows = (text) => page.getByText(text).filter({ visible: true }).first().waitFor();
const heading = (name) => page.getByRole("heading", { name, level: 1, exact: true }).waitFor();
const dialog = () => page.getByRole("dialog").filter({ visible: true }).waitFor();

await page.goto(told.address);
await page.locator("input[type=email]").waitFor();
await task("signs in", async () => {
  await reach("E-mail");
  await page.keyboard.type(told.email);
  await reach("Password");
  await page.keyboard.type(told.password);
  await page.keyboard.press("Enter");
  await heading("My schools");
});
await task("skips the navigation", async () => {
  await page.reload();
  await heading("My schools");
  await press("Skip to the page");
  await page.waitForFunction(() => document.activeElement?.id === "page");
});
await task("opens a school", async () => {
  await press(told.schoolName);
  await heading(told.schoolName);
});
await task("changes the language and back", async () => {
  for (const [menu, chosen, arrow, now] of [
    ["Account and settings", "English", "ArrowDown", "Personas hoy"],
    ["Cuenta y ajustes", "Español", "ArrowUp", "People today"],
  ]) {
    await press(menu);
    await press(chosen, arrow);
    await shows(now);
    await page.keyboard.press("Escape");
  }
});
await task("connects a system", async () => {
  await press("Rostering");
  await heading("Rostering");
  await press("Connect another system");
  await heading("Connect a system");
  await reach("Student information system");
  await page.keyboard.type("infinite");
  await page.getByRole("option", { name: "Infinite Campus" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // Of radio buttons the one that is chosen has the focus; arrows choose another.
  await reach("Over the network (OneRoster)");
  await page.keyboard.press("ArrowDown");
  await reach(/^Yes, it takes over from/);
  await page.keyboard.press("ArrowDown");
  await press("Continue");
  await heading("Connect Infinite Campus");
  await page.waitForFunction(() => document.activeElement?.innerText === "Where files are sent");
});
await task("makes a login", async () => {
  await press("Make a login with a password");
  await shows("Shown only this once");
  await press("I have it", "Space");
  await page.getByText("Signs in with a password.").waitFor();
});
await task("sends a file", async () => {
  await press("Rostering");
  await heading("Rostering");
  const chosen = page.waitForEvent("filechooser");
  await press("Choose files");
  await (await chosen).setFiles(told.file);
  await shows("Waits for you");
});
await task("approves a plan", async () => {
  await press("students.csv");
  await shows("Before and after");
  tasks.run = page.url();
  await press("Approve");
  await dialog();
  await reach("Cancel");
  await press("Approve");
  await heading("Approved plan");
  await shows("Applied");
  tasks.applied = page.url();
});
await task("archives a person and takes it back", async () => {
  await press("People");
  await heading("People");
  await reach("Find somebody");
  await page.keyboard.type("lovel");
  await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
  await press("Ada Lovelace");
  await heading("Ada Lovelace");
  tasks.person = page.url();
  await press("Archive");
  await dialog();
  await reach("Cancel");
  await press("Archive");
  await page.getByRole("button", { name: "Restore" }).waitFor();
  await press("Restore");
  await dialog();
  await reach("Cancel");
  await press("Restore");
  await page.getByRole("button", { name: "Archive" }).waitFor();
});
await task("undoes what was approved", async () => {
  await press("Rostering");
  await heading("Rostering");
  await shows("Approved plan");
  await press("Approved plan");
  await heading("Approved plan");
  await press("Undo");
  await dialog();
  await reach("Cancel");
  await press("Undo");
  await heading("Undo");
  await shows("Applied");
  tasks.undo = page.url();
});
await browser.close();
const { run, applied, person, undo, ...seconds } = tasks;
console.log(JSON.stringify({ seconds, pages: { run, applied, person, undo }, hidden }));
