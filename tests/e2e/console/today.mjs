// A student and a teacher look at their day while a half day is declared, in a real Chromium. Takes one
// JSON object on standard input, see tests/support/console.py; prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = {};

/** A page of its own browser; `clock` is when its computer believes that it is, where it is wrong, or "sleeps". */
async function opened([email, password], path, clock) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", timezoneId: "America/New_York" });
  const page = await context.newPage();
  if (clock === "sleeps") await page.clock.install();
  else if (clock) await page.clock.setFixedTime(clock);
  await page.goto(told.address + path);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("h1").waitFor();
  return page;
}

const today = (page) => page.getByRole("region", { name: "Today" });
const plain = (text) => text.replaceAll(/\s+/g, " ").replaceAll("–", "-").trim();
const rows = async (page) => (await today(page).locator("ol li").allInnerTexts()).map(plain);
const current = async (page) => (await today(page).locator("ol li[aria-current=time]").allInnerTexts()).map(plain);
const stays = (page) => page.evaluate(() => window.carillonStays === true);
const home = `schools/${told.school}`;

const student = await opened(told.pupil, home);
const teacher = await opened(told.teacher, home);
for (const [name, page] of [["student", student], ["teacher", teacher]]) {
  await today(page).locator("ol li").first().waitFor();
  await page.evaluate(() => (window.carillonStays = true));
  seen[name] = { before: await rows(page), current: await current(page) };
  seen[name].links = await today(page).locator("ol a").allInnerTexts();
}
seen.next = plain(await today(student).getByText("Next").locator("..").innerText());

// A computer whose clock is a day behind shows the same.
const wrong = await opened(told.pupil, home, new Date(Date.now() - 86_400_000));
await today(wrong).locator("ol li[aria-current=time]").waitFor();
seen.wrongClock = await current(wrong);

// A computer that slept over the school's midnight asks for the day anew, and is right again.
const sleeper = await opened(told.pupil, home, "sleeps");
await today(sleeper).locator("ol li[aria-current=time]").waitFor();
const asked = sleeper.waitForRequest((one) => one.url().endsWith("/schoolDays/today"));
await sleeper.clock.fastForward(15 * 3_600_000);
await asked;
await today(sleeper).locator("ol li[aria-current=time]").waitFor();
seen.slept = await current(sleeper);

// The member's page has the same, and somebody who may not see them has not.
const office = await opened(told.manager, `schools/${told.school}/people/${told.person}`);
await today(office).locator("ol li").first().waitFor();
seen.office = await rows(office);

// Declared by the API, as the page of the calendar does it.
let token = "";
office.on("request", (request) => (token = request.headers().authorization ?? token));
await office.reload();
await today(office).locator("ol li").first().waitFor();
const day = seen.day = await office.evaluate(async ([school, bearer]) => {
  const found = await fetch(`/v1/schools/${school}/members/bell-pupil/schoolDays/today`, { headers: { Authorization: bearer } });
  return (await found.json()).day;
}, [told.school, token]);
const before = performance.now();
seen.declared = await office.evaluate(async ([school, bearer, on]) => {
  const exception = { day: on, displayName: "Water main", assignments: [{ scheduleId: "half" }] };
  const answer = await fetch(`/v1/schools/${school}/settings/calendar:declareDay`, {
    method: "POST",
    headers: { Authorization: bearer, "Content-Type": "application/json" },
    body: JSON.stringify({ exception }),
  });
  return answer.status;
}, [told.school, token, day]);
for (const [name, page] of [["student", student], ["teacher", teacher], ["manager", office]]) {
  await today(page).getByText("Water main").waitFor();
  seen[`${name}Seconds`] = (performance.now() - before) / 1000;
}
for (const [name, page] of [["student", student], ["teacher", teacher]]) {
  await today(page).locator("ol li:nth-child(3):last-child").waitFor();
  seen[name].after = await rows(page);
  seen[name].then = await current(page);
  seen[name].stays = await stays(page);
}

// A school that has published nothing has one quiet line, and all the rest of its page.
const quiet = await opened([told.email, told.password], `schools/lincoln-high`);
await quiet.getByText("This school has not published its bell schedule yet.").waitFor();
seen.quiet = [await today(quiet).locator("ol").count(), await quiet.getByRole("heading", { name: "My classes and groups" }).count()];

// The preview: somebody is found by name, then a room; as it counts and as it is drafted.
const preview = await opened(told.manager, `schools/${told.school}/calendar/preview`);
await preview.getByText("Choose a person or a room").waitFor();
const find = preview.getByRole("combobox", { name: "Find a student or a teacher" });
await find.fill("Wells");
await preview.getByRole("option", { name: /Ida Wells/ }).waitFor();
await find.press("ArrowDown");
await find.press("Enter");
const shown = preview.getByRole("region", { name: "The day of Ida Wells" });
await shown.locator("ol li").first().waitFor();
const list = async () => (await preview.locator("main ol li").allInnerTexts()).map(plain);
seen.preview = await list();
seen.boxes = await preview.getByRole("img", { name: "A picture of the day" }).locator("div[style*='%']").count();
await preview.getByRole("button", { name: "The day after" }).press("Enter");
await preview.locator("main ol li:nth-child(6)").waitFor();
seen.tomorrow = await list();
seen.address = new URL(preview.url()).search;
await preview.getByRole("radio", { name: "A room" }).check();
await preview.getByRole("combobox", { name: "Room" }).selectOption("12");
await preview.getByRole("region", { name: "The day of Room 12" }).locator("ol li").first().waitFor();
seen.room = await list();

console.log(JSON.stringify(seen));
await browser.close();
