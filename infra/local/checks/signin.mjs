// Signs in as each role by each way open to it, in a real Chromium, and tries the pages that are not theirs; then one
// of them is archived before their own eyes. Takes one JSON object on standard input, see signin.py; prints another.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const WAIT_MS = 60_000;
const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const inside = (page) => page.getByRole("button", { name: "Account and settings" });
const atTheDoor = (page) => page.getByRole("heading", { level: 1, name: "Sign in", exact: true });

async function opened() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(told.address);
  await atTheDoor(page).waitFor();
  return page;
}

async function byPassword({ email, password }) {
  const page = await opened();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  return page;
}

async function byGoogle({ google }) {
  const page = await opened();
  const [chooser] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in with Google" }).click(),
  ]);
  const address = chooser.getByLabel("E-mail");
  await chooser.getByText("Use another account").waitFor();
  // Where nobody is offered, an address is asked for at once.
  if (!(await address.isVisible())) await chooser.getByText("Use another account").click();
  await address.fill(google);
  await chooser.keyboard.press("Enter");
  return page;
}

/** The link in the mail that comes to an address. */
async function linkTo(address) {
  for (const until = Date.now() + WAIT_MS; Date.now() < until; ) {
    const mails = await (await fetch(`${told.mailbox}messages`)).json();
    const found = mails.filter(({ to, text }) => to.includes(address) && text.includes("#code=")).at(-1);
    if (found) return /http\S+#code=\S+/.exec(found.text)[0];
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("no mail with a link came");
}

async function byLink({ mail }) {
  const page = await opened();
  await page.goto(`${told.address}sign-in-link`);
  await page.getByLabel("E-mail").fill(mail);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.getByRole("status").first().waitFor();
  const link = await linkTo(mail);
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByLabel("E-mail").fill(mail);
  await page.getByRole("button", { name: "Sign in" }).click();
  return page;
}

const WAYS = { password: byPassword, google: byGoogle, link: byLink };

/** Where somebody comes to, and what the pages that are not theirs say to them. */
async function tried(role, way) {
  const page = await WAYS[way](role);
  await inside(page).or(page.getByRole("alert")).first().waitFor();
  const said = (await inside(page).count()) ? "" : await page.getByRole("alert").innerText();
  if (said) return { role: role.role, way, refused: said };
  await page.waitForURL((url) => url.pathname !== "/" && url.pathname !== "/sign-in-link");
  // A page that still loads has a heading of its own; the one that stays is what counts.
  await page.getByRole("heading", { level: 1, name: role.heading, exact: true }).waitFor().catch(() => undefined);
  const heading = await page.locator("main h1").first().innerText();
  const path = new URL(page.url()).pathname;
  const open = [];
  for (const foreign of role.foreign) {
    await page.goto(told.address + foreign);
    const refusal = page.getByText("This is not open to you");
    await refusal.or(page.getByText("There is no page here")).first().waitFor().catch(() => open.push(foreign));
  }
  await page.context().close();
  return { role: role.role, way, path, heading, open };
}

const seen = { entries: [] };
for (const role of told.roles) for (const way of role.ways) seen.entries.push(await tried(role, way));

// Somebody is archived whose page is open.
const leaver = await byPassword(told.leaver);
await inside(leaver).waitFor();
await leaver.goto(`${told.address}schools/${told.leaver.school}/people`);
await leaver.getByRole("heading", { level: 1, name: "People" }).waitFor();
const owner = await byPassword(told.owner);
await inside(owner).waitFor();
await owner.goto(`${told.address}schools/${told.leaver.school}/people/${told.leaver.person}`);
await owner.getByRole("button", { name: "Archive", exact: true }).click();
const begin = performance.now();
await owner.getByRole("dialog").getByRole("button", { name: "Archive", exact: true }).click();
await atTheDoor(leaver).waitFor();
seen.outAfter = (performance.now() - begin) / 1000;
seen.farewell = await leaver.getByRole("status").first().innerText();
const back = await byPassword(told.leaver);
await back.getByRole("alert").waitFor();
seen.refusedAfterwards = await back.getByRole("alert").innerText();
await browser.close();
console.log(JSON.stringify(seen));
