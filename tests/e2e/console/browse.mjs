// Opens pages of the console in a real Chromium as one account and says of each what axe finds.
// Takes one JSON object on standard input, see tests/support/console.py; prints one JSON object a view.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });

async function signIn(page) {
  await page.locator("input[type=email]").fill(told.email);
  await page.locator("input[type=password]").fill(told.password);
  await page.keyboard.press("Enter");
  await page.locator("header").waitFor();
}

/** Calls of the API that a page waits for. */
const calls = new Set();
const isCall = (request) => new URL(request.url()).pathname.startsWith("/v1/");

/** Nothing loads any more, and what came last has been drawn and asks for nothing else. */
async function settled(page) {
  await page.locator("h1, h2").first().waitFor();
  for (let quiet = 0; quiet < 3; quiet = calls.size ? 0 : quiet + 1) {
    await page.waitForFunction(() => !document.querySelector("main [role=status]"));
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
  await page.evaluate(() => document.fonts.ready);
}

async function look(page, view) {
  const violations = await violationsOf(page);
  const { language, theme, width, name } = view;
  if (told.pictures) await page.screenshot({ path: `${told.pictures}/${name}-${language}-${theme}-${width}.png` });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const words = await page.locator("body").innerText();
  console.log(JSON.stringify({ ...view, violations, wide, words, lang: await page.locator("html").getAttribute("lang") }));
}

/** One page in the themes and widths of a language; they change without loading it anew. */
async function lookAround(page, name, spoken) {
  await settled(page);
  for (const { language, theme, width } of told.looks[name].filter((one) => one.language === spoken)) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 800 });
    await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor();
    await look(page, { name, language, theme, width });
  }
}

/** A page by its address, or from the page before, as a link leads to it. */
async function go(page, path, isByAddress) {
  if (isByAddress) await page.goto(told.address + path);
  else await page.evaluate((next) => history.pushState(null, "", next), `/${path}`);
  await page.locator("header").waitFor();
}

for (const language of ["en", "es"]) {
  const context = await browser.newContext();
  await context.addInitScript((chosen) => localStorage.setItem("carillon-language", chosen), language);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (said) => said.type() === "error" && errors.push(`${said.text()} ${said.location().url}`));
  page.on("request", (request) => isCall(request) && calls.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => calls.delete(request));
  await page.goto(told.address);
  if (told.withSignIn) await lookAround(page, "sign-in", language);
  await signIn(page);
  for (const [at, [name, path]] of Object.entries(told.pages).entries()) {
    await go(page, path, told.pictures || (language === "en" && at % 2 === 0));
    await lookAround(page, name, language);
  }
  console.log(JSON.stringify({ name: "console", language, errors }));
  await context.close();
}
await browser.close();
