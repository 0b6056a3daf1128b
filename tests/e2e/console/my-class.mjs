// A teacher in front of the class, and a substitute's day, in a real Chromium. Takes one JSON object on standard input,
// see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { axeFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const violationsOf = axeFrom(require);
const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const MY_CLASS = `${told.address}schools/lincoln-high/my-class`;
const seen = { axe: [] };

async function opened([email, password], address, viewport = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport, locale: "en-US" });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("header").waitFor();
  return page;
}

async function look(page, name) {
  seen.axe.push(...(await violationsOf(page)));
  if (told.pictures) await page.screenshot({ path: `${told.pictures}/${name}.png`, fullPage: true });
}

const students = (page) => page.getByRole("list", { name: "Students" }).getByRole("listitem");
const names = (page) => students(page).getByRole("link").allInnerTexts();
const count = (page) => page.getByText(/^\d+ students?/).innerText();

// Somebody in the office gives a student a photo.
const office = await opened(told.accounts.OWNER, `${told.address}schools/lincoln-high/people/pupil-3`);
await office.getByRole("button", { name: "Add a photo" }).waitFor();
await office.locator("input[type=file]").setInputFiles({ name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
seen.noPicture = await office.getByRole("alert").innerText();
const teal = await office.evaluate(() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "teal";
  pen.fillRect(0, 0, 3000, 2000);
  return canvas.toDataURL("image/png");
});
const file = { name: "ada.png", mimeType: "image/png", buffer: Buffer.from(teal.split(",")[1], "base64") };
await office.locator("input[type=file]").setInputFiles(file);
await office.getByText("The photo of Pupil 03 was saved.").waitFor();
await office.locator("img[data-photo]").waitFor();
await look(office, "person-1440");

const page = await opened(told.accounts.TEACHER, MY_CLASS);
const calls = [];
page.on("request", (request) => calls.push(new URL(request.url()).pathname));
await page.reload();
await students(page).first().waitFor();
seen.membersCalls = calls.filter((path) => path.endsWith("/members")).length;
seen.now = await page.locator("[data-when=now]").locator("xpath=ancestor::label").allInnerTexts();
seen.count = await count(page);
await page.locator("img[data-photo]").waitFor();
seen.photos = [
  await page.locator("img[data-photo]").count(),
  await page.locator("img[data-photo]").evaluate((image) => image.naturalWidth),
  calls.filter((path) => path.endsWith(":photo")).length,
];
seen.first = (await names(page)).slice(0, 2);
await look(page, "cards-1440");

// Several lists as one, chosen by keyboard, and kept.
await page.getByRole("checkbox", { name: /Advisory/ }).focus();
await page.keyboard.press("Space");
await page.getByText("36 students").or(page.getByText("29 students")).waitFor();
seen.both = await count(page);
seen.people = new Set(await names(page)).size;
await page.getByText("List", { exact: true }).click();
await page.getByText("First name", { exact: true }).click();
seen.rows = await students(page).count();
await look(page, "rows-1440");
await page.reload();
await students(page).first().waitFor();
seen.kept = [
  await page.getByRole("radio", { name: "List" }).isChecked(),
  await page.getByRole("radio", { name: "First name" }).isChecked(),
];

// What a projector shows.
await page.getByText("Cards", { exact: true }).click();
await page.keyboard.press("Alt+b");
await page.getByText("P. 0.").or(page.getByText("P. 2.")).first().waitFor();
seen.blurred = await names(page);
seen.photosBlurred = await page.locator("img").count();
seen.announced = await page.getByText("Privacy blur is on.").count();
seen.left = (await page.locator("main").innerText()).match(/Pupil/g) ?? [];
await page.getByRole("button", { name: "Random student" }).click();
seen.drawnBlurred = await page.locator("[data-drawn]").innerText();
await look(page, "blur-1440");
await page.getByRole("switch", { name: "Privacy blur" }).focus();
await page.keyboard.press("Space");
await page.getByText("Pupil 03").first().waitFor();
seen.drawn = await page.locator("[data-drawn]").innerText();
const drawn = new Set([seen.drawn]);
for (let more = 1; more < 24; more += 1) {
  await page.getByRole("button", { name: "Random student" }).click();
  drawn.add(await page.locator("[data-drawn]").innerText());
}
seen.round = drawn.size;
await page.emulateMedia({ colorScheme: "dark" });
await page.setViewportSize({ width: 360, height: 740 });
await look(page, "cards-360-dark");
seen.wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

await office.getByRole("button", { name: "Remove the photo" }).click();
await office.getByRole("dialog").getByRole("button", { name: "Remove the photo" }).click();
await office.getByText("The photo of Pupil 03 was removed.").waitFor();
await office.getByRole("button", { name: "Add a photo" }).waitFor();
seen.photosLeft = await office.locator("img").count();

// Many at once, by the IDs in the files' names.
await office.getByRole("link", { name: "Add photos of many people" }).click();
await office.getByRole("button", { name: "Choose files" }).waitFor();
await office.locator("input[type=file]").setInputFiles([
  { ...file, name: "pupil-5.png" },
  { ...file, name: "pupil-6.png", buffer: Buffer.from("no picture") },
  { ...file, name: "nobody.png" },
  { ...file, name: "read.me" },
]);
await office.getByText("3 files. Fit a person: 2").waitFor();
await look(office, "photos-review-1440");
await office.getByRole("button", { name: "Save 2 photos" }).click();
await office.getByText("1 photo was saved.").waitFor();
seen.many = await office.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.innerText));
await look(office, "photos-1440");

// A substitute's day: before it, on it, and after it was taken back.
const stand = await opened(told.accounts.MANAGER, MY_CLASS);
await stand.getByRole("heading", { name: "You teach no class here" }).waitFor();
const owner = await opened(told.accounts.OWNER, `${told.address}schools/lincoln-high/substitutes`);
await look(owner, "substitutes-1440");
await owner.getByRole("combobox", { name: "Teacher" }).fill("demo teach");
await owner.getByRole("option", { name: /Demo Teacher/ }).click();
await owner.getByRole("button", { name: "Make the code" }).click();
const code = await owner.locator("[data-code]").innerText();
await look(owner, "code-1440");
await stand.getByRole("button", { name: "Enter a substitute code" }).click();
await stand.getByRole("textbox", { name: "Code for the day" }).fill("AAAAA-AAAAA");
await stand.keyboard.press("Enter");
seen.wrong = await stand.getByRole("alert").innerText();
await stand.getByRole("textbox", { name: "Code for the day" }).fill(code.toLowerCase());
await stand.keyboard.press("Enter");
await stand.getByText("Today you stand in for Demo Teacher.").waitFor();
await students(stand).first().waitFor();
seen.covered = await count(stand);
await look(stand, "substitute-1440");
await owner.reload();
await owner.getByRole("heading", { name: "Codes of today and later" }).waitFor();
seen.usedBy = await owner.locator("tbody tr").first().innerText();
seen.codeShown = (await owner.locator("body").innerText()).includes(code);
await owner.getByRole("button", { name: /^Revoke the code/ }).click();
await owner.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
await owner.getByText("The code was revoked.").waitFor();
// Another function believes for three seconds what it was told before.
await stand.waitForTimeout(3_100);
await stand.reload();
await stand.getByRole("heading", { name: "You teach no class here" }).waitFor();
seen.after = await stand.getByRole("checkbox").count();
console.log(JSON.stringify(seen));
await browser.close();
