// Leaves devices alone, hands them on, launches from a portal, comes in by emergency access and sets up an
// authenticator app, in a real Chromium. Takes one JSON object on standard input, see
// tests/support/console.py and test_sessions.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { errors: [], violations: [], wide: [] };
const MENU = { name: "Account and settings" };

async function device(options = {}) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  context.on("page", (page) => {
    page.on("pageerror", (error) => seen.errors.push(String(error)));
    page.on("console", (said) => /Content Security|Cross-Origin/.test(said.text()) && seen.errors.push(said.text()));
  });
  return context;
}

/** Somebody signs in on a tab of their own; the page is there once the API knows the device. */
async function signIn(context, { email, password, path = "", shared }) {
  const page = await context.newPage();
  await page.goto(told.address + path);
  const box = page.getByLabel("This is a shared device");
  await box.waitFor();
  if (shared !== undefined) await box.setChecked(shared);
  const known = page.waitForResponse((answer) => answer.url().includes("/v1/me:useDevice") && answer.ok());
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  page.session = await (await known).json();
  page.token = (await (await known).request().allHeaders()).authorization;
  return page;
}

/** What the API answers to a token now; asked again until it is so, for five seconds. */
async function answers(page, wanted) {
  for (let left = 50; ; left -= 1) {
    const answer = await page.request.get(`${told.address}v1/me`, { headers: { authorization: page.token } });
    if (answer.status() === wanted || !left) return answer.status();
    await new Promise((goOn) => setTimeout(goOn, 100));
  }
}

async function look(page, name) {
  seen.violations.push(...(await violationsOf(page)).map((one) => `${name} ${one}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(name);
  await page.screenshot({ path: `${told.pictures}/${name}.png`, fullPage: true });
}

/** The same page in both themes, on a phone and on a laptop. */
async function lookAround(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await look(page, `${name}-${colorScheme}-${width}`);
    }
  }
}

const asked = (page) => page.getByRole("dialog", { name: "Are you still there?" });

async function leaveAlone() {
  const context = await device();
  await context.clock.install();
  const one = await signIn(context, { ...told.teacher, shared: true, path: told.people });
  const two = await signIn(context, { ...told.teacher });
  seen.limit = one.session.idleLimit;
  seen.remembered = two.session.shared;
  await context.clock.fastForward("29:10");
  await Promise.all([asked(one).waitFor(), asked(two).waitFor()]);
  // To move is no answer; to say so is, and it counts for all tabs.
  await two.mouse.move(5, 5);
  await two.mouse.move(50, 50);
  seen.askedStill = await asked(two).isVisible();
  seen.focus = await two.evaluate(() => document.activeElement?.textContent);
  await lookAround(two, "still-there");
  await two.keyboard.press("Enter");
  await Promise.all([asked(one).waitFor({ state: "detached" }), asked(two).waitFor({ state: "detached" })]);
  const touched = one.waitForResponse((answer) => answer.url().includes("/v1/me:touch"));
  await context.clock.fastForward("01:05");
  seen.touched = (await touched).status();
  await context.clock.fastForward("30:10");
  for (const page of [one, two]) await page.getByText("since nobody used this device").waitFor();
  seen.idleShows = await one.getByText(told.secretWord).count();
  seen.idleToken = await answers(one, 401);
  await context.close();
}

async function handOn() {
  const context = await device();
  const first = await signIn(context, { ...told.teacher, path: told.people });
  await first.getByRole("heading", { level: 1, name: "People" }).waitFor();
  const gone = await signIn(context, { ...told.teacher });
  await gone.close();
  const second = await signIn(context, { email: told.email, password: told.password });
  const start = performance.now();
  await first.getByText("Somebody else has signed in on this device.").waitFor();
  seen.replacedAfter = (performance.now() - start) / 1000;
  seen.replacedShows = await first.getByRole("heading", { level: 1, name: "People" }).count();
  seen.replacedToken = await answers(first, 401);
  seen.closedTabToken = await answers({ token: gone.token, request: second.request }, 401);
  seen.secondToken = await answers(second, 200);
  // Who loads a page again whose browser is another's by now sees nothing of it either.
  await context.close();
}

async function launch() {
  const context = await device();
  const page = await signIn(context, { ...told.teacher });
  await page.getByRole("button", MENU).waitFor();
  await page.goto(`${told.address}sso/google?code=stolen&state=x`);
  await page.getByRole("heading", { name: "Choose an account" }).waitFor();
  seen.launchToken = await answers(page, 401);
  await page.getByRole("button", { name: told.known }).press("Enter");
  await page.getByRole("button", MENU).press("Enter");
  seen.launched = await page.getByRole("dialog").getByText("@").first().innerText();
  seen.launchPath = new URL(page.url()).pathname + new URL(page.url()).search;
  const off = await context.newPage();
  await off.goto(`${told.address}sso/clever?code=x`);
  await off.getByRole("alert").waitFor();
  seen.launchOff = await off.getByRole("alert").innerText();
  seen.launchOffAddress = off.url();
  await lookAround(off, "launch-off");
  await context.close();
}

async function emergency() {
  const context = await device();
  await context.clock.install();
  const page = await signIn(context, { ...told.emergency, shared: false });
  await page.getByText("Emergency access until").waitFor();
  await lookAround(page, "emergency");
  await context.clock.fastForward("02:00:10");
  await page.getByText("The time of the emergency access is up.").waitFor();
  seen.emergencyShows = await page.getByText("Emergency access until").count();
  await context.close();
}

/** The Auth emulator has no authenticator apps: what Identity Platform would answer stands here, by its documents. */
async function enrol() {
  const context = await device();
  const answer = {};
  await context.route("**/v2/accounts/mfaEnrollment:start**", (route) => {
    const finalizeEnrollmentTime = new Date(Date.now() + 300_000).toISOString();
    const secret = { sharedSecretKey: "JBSWY3DPEHPK3PXP", verificationCodeLength: 6, hashingAlgorithm: "SHA1", periodSec: 30 };
    return route.fulfill({ json: { totpSessionInfo: { ...secret, sessionInfo: "session", finalizeEnrollmentTime } } });
  });
  await context.route("**/v2/accounts/mfaEnrollment:finalize**", (route) => {
    const said = route.request().postDataJSON();
    seen.enrolledWith = said.totpVerificationInfo;
    if (said.totpVerificationInfo.verificationCode === "000000") {
      return route.fulfill({ status: 400, json: { error: { code: 400, message: "INVALID_CODE" } } });
    }
    return route.fulfill({ json: { idToken: said.idToken, refreshToken: answer.refreshToken, totpAuthInfo: {} } });
  });
  context.on("response", (one) => {
    if (one.url().includes("signInWithPassword")) one.json().then((said) => Object.assign(answer, said), () => undefined);
  });
  const page = await signIn(context, { email: told.email, password: told.password, shared: false });
  await page.getByRole("heading", { level: 1, name: "Set up an authenticator app" }).waitFor();
  await page.getByText("JBSWY3DPEHPK3PXP").waitFor();
  seen.limited = page.session.secondFactorNeeded;
  seen.navigation = await page.getByRole("link").count();
  await lookAround(page, "enrol");
  await page.getByLabel("Code of the app").fill("12");
  await page.getByRole("button", { name: "Set up" }).press("Enter");
  seen.tooShort = await page.getByText("Type the six digits that the app shows.").count();
  await page.getByLabel("Code of the app").fill("000 000");
  await page.keyboard.press("Enter");
  await page.getByText("This code is not right.").waitFor();
  await page.getByLabel("Code of the app").fill("123 456");
  await page.keyboard.press("Enter");
  await page.getByText("Your app is set up.").waitFor();
  seen.enrolToken = await answers(page, 401);
  // And in again, with the app's code.
  await context.route("**/v1/accounts:signInWithPassword**", async (route) => {
    const first = await (await route.fetch()).json();
    Object.assign(answer, first);
    const factors = [{ mfaEnrollmentId: "m1", displayName: "App", enrolledAt: new Date().toISOString(), totpInfo: {} }];
    const json = { localId: first.localId, email: first.email, registered: true, mfaPendingCredential: "pending", mfaInfo: factors };
    return route.fulfill({ json });
  });
  await context.route("**/v2/accounts/mfaSignIn:finalize**", (route) => {
    seen.provedWith = route.request().postDataJSON().totpVerificationInfo.verificationCode;
    return route.fulfill({ json: { idToken: answer.idToken, refreshToken: answer.refreshToken } });
  });
  await page.getByLabel("E-mail").fill(told.email);
  await page.getByRole("textbox", { name: "Password" }).fill(told.password);
  await page.keyboard.press("Enter");
  await page.getByLabel("Code of the app").waitFor();
  await lookAround(page, "code");
  await page.getByLabel("Code of the app").fill("654321");
  const known = page.waitForResponse((one) => one.url().includes("/v1/me:useDevice") && one.ok());
  await page.keyboard.press("Enter");
  seen.provedSession = (await (await known).json()).name;
  await context.close();
}

const parts = { leaveAlone, handOn, launch, emergency, enrol };
for (const name of told.parts) await parts[name]();
await browser.close();
console.log(JSON.stringify(seen));
