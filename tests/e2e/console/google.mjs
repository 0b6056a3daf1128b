// Signs in with simulated Google accounts in a real Chromium, in every way that the console knows, and looks
// at the page where one chooses. Takes one JSON object on standard input, see tests/support/console.py and
// test_google.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);

const BUTTON = { name: "Sign in with Google", exact: true };
const PLACE = "schools/lincoln-high/people";
const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { errors: [] };

/** A page of somebody who is not signed in; `providers` are what the district has switched on. */
async function entrance({ providers = ["google.com", "password"], ...options } = {}) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const json = { providers: providers.map((provider) => ({ provider })) };
  await context.route("**/v1/signInOptions", (route) => route.fulfill({ json }));
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (said) => /Content Security|Cross-Origin/.test(said.text()) && seen.errors.push(said.text()));
  await page.goto(told.address + PLACE);
  return page;
}

/** Whose token this tab has, once there is one; then the tab is done with. */
async function signedIn(page) {
  const refusal = page.getByRole("alert");
  const came = page.locator("header").or(refusal).first();
  await came.waitFor().catch(async (error) => {
    throw new Error(`not signed in: ${(await wordsIn(page.context())).join(" || ")}`, { cause: error });
  });
  if (await refusal.count()) throw new Error(`not signed in: ${await refusal.first().innerText()}`);
  const token = await page.evaluate(() => {
    const kept = Object.entries(sessionStorage).find(([name]) => name.startsWith("firebase:authUser"));
    return JSON.parse(kept[1]).stsTokenManager.accessToken;
  });
  const { email, email_verified, firebase } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
  const found = { email, email_verified, provider: firebase.sign_in_provider, path: new URL(page.url()).pathname };
  await page.context().close();
  return found;
}

/** What every window shows, for whoever has to find out why somebody did not get in. */
const wordsIn = (context) =>
  Promise.all(context.pages().map(async (page) => `${page.url()}: ${await page.locator("body").innerText()}`));

const google = (page) => page.getByRole("button", BUTTON);
async function windowOf(page, open) {
  const opened = page.waitForEvent("popup");
  await open();
  return opened;
}
const account = (chooser, name) => chooser.getByRole("button", { name });

/** Press Tab until something that says this has the focus. */
async function reach(page, words) {
  for (let tab = 0; tab < 40; tab += 1) {
    const said = await page.evaluate(() => (document.activeElement === document.body ? "" : document.activeElement.innerText));
    if (said.includes(words)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${words} by keyboard at ${page.url()}`);
}

async function byMouse() {
  const page = await entrance();
  const chooser = await windowOf(page, () => google(page).click());
  const closed = chooser.waitForEvent("close");
  await account(chooser, "Mary Somerville").click();
  seen.mouse = await signedIn(page);
  await closed;
}

async function byKeyboard() {
  const page = await entrance();
  await google(page).waitFor();
  await reach(page, BUTTON.name);
  const chooser = await windowOf(page, () => page.keyboard.press("Enter"));
  await chooser.locator("h1").waitFor();
  await reach(chooser, "Mary Somerville");
  await chooser.keyboard.press("Enter");
  seen.keyboard = await signedIn(page);
}

async function typed() {
  const page = await entrance();
  const chooser = await windowOf(page, () => google(page).click());
  await chooser.locator("h1").waitFor();
  await reach(chooser, "Use another account");
  await chooser.keyboard.press("Enter");
  await chooser.locator("#email").waitFor();
  await chooser.keyboard.press("Tab");
  await chooser.keyboard.type("emmy.noether@demo.example");
  await chooser.keyboard.press("Enter");
  seen.typed = await signedIn(page);
}

async function closedAndAgain() {
  const page = await entrance();
  await (await windowOf(page, () => google(page).click())).close();
  const chooser = await windowOf(page, () => google(page).click());
  seen.saidAfterClosing = await page.getByRole("alert").count();
  await account(chooser, "Mary Somerville").click();
  seen.again = await signedIn(page);
}

async function blocked() {
  const page = await entrance();
  await page.evaluate(() => {
    window.open = () => null;
  });
  await google(page).click();
  await account(page, "Mary Somerville").click();
  seen.blocked = await signedIn(page);
}

async function onPhone() {
  const page = await entrance({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
  await google(page).tap();
  await account(page, "Mary Somerville").tap();
  seen.phone = await signedIn(page);
}

async function refused(options) {
  const page = await entrance(options);
  await google(page).click();
  const chooser = options?.hasTouch ? page : await page.context().waitForEvent("page");
  await account(chooser, "Rex Refused").click();
  const said = await page.getByRole("alert").innerText();
  await page.context().close();
  return said;
}

async function ways() {
  const page = await entrance({ providers: ["google.com"] });
  await google(page).waitFor();
  seen.fieldsWithoutPassword = await page.locator("input[type=email]").count();
  await page.context().close();
  const other = await entrance({ providers: ["password"] });
  await other.locator("input[type=email]").waitFor();
  seen.buttonsWithoutGoogle = await google(other).count();
  await other.context().unroute("**/v1/signInOptions");
  await other.context().route("**/v1/signInOptions", (route) => route.fulfill({ status: 404 }));
  await other.reload();
  await other.getByRole("alert").waitFor();
  await other.context().unroute("**/v1/signInOptions");
  const json = { providers: [{ provider: "google.com" }] };
  await other.context().route("**/v1/signInOptions", (route) => route.fulfill({ json }));
  await other.getByRole("button", { name: "Try again" }).click();
  await google(other).waitFor();
  await other.context().close();
}

/** What axe finds on the chooser, first as it is and then with something wrong in it. */
async function look() {
  const query = "providerId=google.com&apiKey=demo&appName=x&authType=signInViaPopup";
  seen.views = [];
  for (const locale of ["en-US", "es-MX"]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await page.goto(`${told.address}emulator/auth/handler?${query}`);
      await view(page, `${locale} ${colorScheme} list`);
      await page.locator("summary").click();
      await page.locator("input").fill("nobody@nowhere");
      await page.locator(".next").click();
      await page.locator("[aria-invalid]").waitFor();
      await view(page, `${locale} ${colorScheme} wrong`);
      await context.close();
    }
  }
}

async function view(page, name) {
  const violations = await violationsOf(page);
  await page.screenshot({ path: `${told.pictures}/google-${name.replaceAll(" ", "-")}.png`, fullPage: true });
  seen.views.push({
    name,
    violations,
    wide: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
    words: await page.locator("body").innerText(),
  });
}

for (const step of [byMouse, byKeyboard, typed, closedAndAgain, blocked, onPhone, ways, look]) await step();
seen.refused = await refused();
seen.refusedOnPhone = await refused({ isMobile: true, hasTouch: true });
await browser.close();
console.log(JSON.stringify(seen));
