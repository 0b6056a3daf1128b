// An Owner and a Teacher at the console, in a real Chromium. What python can do alone, sending a file
// with a real SFTP client, is asked for by a line on standard output and answered on standard input.
// The first line of input is one JSON object, see console.py; the last line of output is one, too.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createRequire } from "node:module";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = JSON.parse((await lines.next()).value);
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const PATIENCE_MS = 60_000;

async function ask(what) {
  console.log(JSON.stringify({ ask: what }));
  await lines.next();
  return performance.now();
}

const since = (start) => (performance.now() - start) / 1000;
const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });

async function signedIn({ email, password }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("carillon-language", "en"));
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(told.address);
  await page.getByLabel("E-mail").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("header").waitFor();
  return page;
}

const navigate = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).first().click();
/** A state in the newest row of a file; a row holds it twice, for a phone too. */
const stateOf = (page, file, state) =>
  page.getByRole("row").filter({ hasText: basename(file) }).first().getByText(state).filter({ visible: true });

/** From now on the page remembers that it was not loaded anew, and whether it showed a bar. */
const watch = (page) =>
  page.evaluate(() => {
    window.carillonStays = true;
    window.carillonBars = 0;
    new MutationObserver(() => {
      if (document.querySelector("main [role=progressbar]")) window.carillonBars += 1;
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });

const seek = (page, text) => page.getByRole("searchbox").fill(text);

async function drop(page, path) {
  const bytes = readFileSync(path).toString("base64");
  const transfer = await page.evaluateHandle(
    ([content, name]) => {
      const data = new DataTransfer();
      const raw = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
      data.items.add(new File([raw], name, { type: "text/csv" }));
      return data;
    },
    [bytes, basename(path)],
  );
  const zone = page.getByText("Drop roster files here");
  for (const event of ["dragenter", "dragover", "drop"]) {
    await zone.dispatchEvent(event, { dataTransfer: transfer });
  }
}

async function confirm(page, label) {
  await page.getByRole("button", { name: label, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const words = await dialog.innerText();
  await dialog.getByRole("button", { name: label, exact: true }).click();
  return words;
}

async function owner() {
  const rostering = await signedIn(told.owner);
  const people = await signedIn(told.owner);
  for (const page of [rostering, people]) {
    await page.getByRole("main").getByRole("link", { name: told.schoolName }).click();
    await page.getByRole("heading", { name: told.schoolName }).waitFor();
  }
  await navigate(rostering, "Rostering");
  await navigate(people, "People");
  await watch(rostering);
  await watch(people);
  await seek(people, told.newcomer);
  await people.getByText(told.words.nobody).waitFor();
  await rostering.getByText("Last files and nights").waitFor();

  const sent = await ask("sftp");
  const seen = {};
  const shown = [
    stateOf(rostering, told.sftpFile, "Applied").waitFor().then(() => (seen.run = since(sent))),
    people.getByRole("link", { name: told.newcomerName }).waitFor().then(() => (seen.people = since(sent))),
  ];
  await Promise.all(shown);

  const dropped = performance.now();
  await drop(rostering, told.mouseFile);
  await stateOf(rostering, told.mouseFile, /Applied|Nothing changed/).waitFor();
  seen.mouse = since(dropped);

  await rostering.getByRole("link", { name: "Settings and access" }).first().click();
  await rostering.getByLabel("Students: Archive").check();
  await rostering.getByRole("button", { name: "Save" }).click();
  await rostering.getByText("Saved.").first().waitFor();
  await navigate(rostering, "Rostering");
  await confirm(rostering, "Archive the missing now");
  await rostering.getByText("One plan waits for your decision").waitFor();
  const waiting = rostering.getByRole("region", { name: "One plan waits for your decision" });
  await waiting.getByRole("link", { name: "Daily archiving" }).click();
  await rostering.getByText("Before and after").waitFor();
  const held = await rostering.locator("main").innerText();

  await seek(people, told.leaver);
  await people.getByRole("link", { name: told.leaverName }).waitFor();
  const approved = await confirm(rostering, "Approve");
  await rostering.getByRole("heading", { name: "Approved plan" }).waitFor();
  await rostering.getByRole("main").getByText("Applied", { exact: true }).first().waitFor();
  await people.getByText(told.words.nobody).waitFor();
  await confirm(rostering, "Undo");
  await rostering.getByRole("heading", { name: "Undo", exact: true }).waitFor();
  await rostering.getByRole("main").getByText("Applied", { exact: true }).first().waitFor();
  await people.getByRole("link", { name: told.leaverName }).waitFor();
  const bars = await rostering.evaluate(() => window.carillonBars);
  const stayed = (await rostering.evaluate(() => window.carillonStays)) && (await people.evaluate(() => window.carillonStays));
  return { seen, held, approved, bars, stayed: stayed === true };
}

async function teacher() {
  const page = await signedIn(told.teacher);
  let token = "";
  page.on("request", (request) => (token = request.headers().authorization ?? token));
  await page.goto(`${told.address}schools/${told.school}/rostering`);
  await page.getByText("This is not open to you").waitFor();
  const offered = await page.getByRole("link", { name: "Rostering" }).count();
  const statuses = {};
  for (const address of [...told.calls, ...told.documents]) {
    statuses[address] = (await fetch(address, { headers: { Authorization: token } })).status;
  }
  return { offered, statuses };
}

const result = { owner: await owner(), teacher: await teacher() };
await browser.close();
console.log(JSON.stringify(result));
process.exit(0);
