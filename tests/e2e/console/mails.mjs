// Gets into the console by mailed links in a real Chromium: invited, asked for, and with a new password. Takes one
// JSON object on standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { faults: [], violations: [], words: {} };

async function device(width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/Content.Security.Policy|Cross-Origin/.test(message.text())) seen.faults.push(message.text());
  });
  return page;
}

async function look(page, name) {
  seen.violations.push(...(await violationsOf(page)).map((one) => `${name} ${one}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.violations.push(`${name} is wide`);
}

/** The link in the newest mail to an address, of which there are so many; it comes by itself. */
async function linkTo(address, count = 1) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const mails = (await (await fetch(`${told.mailbox}messages`)).json()).filter(({ to }) => to.includes(address));
    if (mails.length >= count) return { ...mails.at(-1), link: /http\S+#code=\S+/.exec(mails.at(-1).text)[0] };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail came to ${address}`);
}

const inside = (page) => page.getByRole("button", { name: "Account and settings" });

async function withPassword(page, { email, password }) {
  await page.goto(told.address);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
}

async function ask(page, path, button, address) {
  await page.goto(`${told.address}${path}`);
  await page.getByLabel("E-mail").fill(address);
  await page.getByRole("button", { name: button }).press("Enter");
  return page.getByRole("status").innerText();
}

// A guardian is invited from the page of a child, and opens the mail on a phone.
const owner = await device();
await withPassword(owner, told);
await inside(owner).waitFor();
await owner.goto(`${told.address}schools/lincoln-high/people/pupil-1`);
const row = owner.getByRole("row").filter({ hasText: told.guardian });
await row.getByText("Not invited").filter({ visible: true }).waitFor();
await row.getByRole("button", { name: "Invite" }).press("Enter");
const question = owner.getByRole("dialog");
await question.getByRole("radio", { name: "Español" }).check();
await look(owner, "invite");
await question.getByRole("button", { name: "Invite" }).press("Enter");
await row.getByText("Invited", { exact: true }).filter({ visible: true }).waitFor();
const invitation = await linkTo(told.guardian);
seen.invitation = { subject: invitation.subject, text: invitation.text };
const phone = await device(320);
await phone.goto(invitation.link);
await phone.getByRole("button", { name: "Sign in" }).waitFor();
seen.addressOfLink = phone.url();
await look(phone, "sign-in-link with a code");
await phone.getByLabel("E-mail").fill(`not-${told.guardian}`);
await phone.keyboard.press("Enter");
seen.words.otherAddress = await phone.getByRole("alert").innerText();
await phone.getByLabel("E-mail").fill(told.guardian);
await phone.keyboard.press("Enter");
await phone.waitForURL((url) => url.pathname !== "/sign-in-link");
await inside(phone).or(phone.locator("header")).first().waitFor();
seen.guardianIsIn = new URL(phone.url()).pathname;
await owner.reload();
await row.getByText("Has signed in").filter({ visible: true }).waitFor();

// A used link says what helps; the page for another one stands below it. There the address is kept.
const again = await device();
await again.goto(invitation.link);
await again.getByLabel("E-mail").fill(told.guardian);
await again.getByRole("button", { name: "Sign in" }).press("Enter");
seen.words.used = await again.getByRole("alert").innerText();
const asked = [];
for (const address of [told.guardian, "nobody@home.example"]) {
  asked.push(await ask(again, "sign-in-link", "Mail me a link", address));
}
seen.words.links = asked;
await ask(again, "sign-in-link", "Mail me a link", told.guardian);
await again.goto("about:blank");
await again.goto((await linkTo(told.guardian, 3)).link);
seen.remembered = await again.getByLabel("E-mail").inputValue();
await again.getByRole("button", { name: "Sign in" }).press("Enter");
await again.waitForURL((url) => url.pathname !== "/sign-in-link");

// A forgotten password: the same words for everybody, and whoever was in by the old one is out.
const left = await device();
await withPassword(left, told.teacher);
await inside(left).waitFor();
const mine = await device(320);
await mine.goto(told.address);
await mine.getByRole("link", { name: "Forgot your password?" }).press("Enter");
await mine.getByRole("heading", { name: "Forgot your password?" }).waitFor();
await look(mine, "forgot-password");
const resets = [];
for (const address of ["nobody@home.example", told.teacher.email]) {
  resets.push(await ask(mine, "forgot-password", "Mail me a link", address));
}
seen.words.resets = resets;
await mine.goto("about:blank");
await mine.goto((await linkTo(told.teacher.email)).link);
await mine.getByLabel("New password").fill(told.teacher.email);
await mine.keyboard.press("Enter");
await mine.getByText("it must not be your e-mail address").first().waitFor();
await mine.getByLabel("New password").fill("short");
seen.words.short = await mine.getByRole("status").innerText();
await look(mine, "set-password with a code");
await mine.getByLabel("New password").fill(told.newPassword);
seen.words.strong = await mine.getByRole("status").innerText();
seen.addressOfReset = mine.url();
await mine.keyboard.press("Enter");
await inside(mine).waitFor();
const set = performance.now();
await left.getByRole("status").filter({ hasText: "You have been signed out." }).waitFor();
seen.outAfter = (performance.now() - set) / 1000;

// Told alike, whether the address or the password is wrong.
const wrong = [];
for (const email of [told.teacher.email, "nobody@home.example"]) {
  const page = await device();
  await withPassword(page, { email, password: "surely-not-this-one" });
  wrong.push(await page.getByRole("alert").innerText());
}
seen.words.wrong = wrong;
await browser.close();
console.log(JSON.stringify(seen));
