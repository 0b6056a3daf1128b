// Asks who runs a system for its values, answers as somebody without an account, and tries what came, in a real
// Chromium. Takes one JSON object on standard input, see tests/support/console.py and test_connection_request.py;
// prints what it saw.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { lookerFrom } from "./axe.mjs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });
const seen = { faults: [], violations: {}, wide: [], asked: [] };
const looked = lookerFrom(require, seen, [320, 1280]);

async function opened(locale = "en-US") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale });
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (said) => /Content.Security.Policy/.test(said.text()) && seen.faults.push(said.text()));
  // Where a code may never be: in an address that a server is asked for.
  page.on("request", (request) => seen.asked.push(request.url()));
  return page;
}

const enter = (page, name) => page.getByRole("button", { name, exact: true }).press("Enter");

/** The newest mail to an address with these words; it comes by itself. */
async function mailTo(address, words) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const mails = (await (await fetch(`${told.mailbox}messages`)).json()).filter(
      ({ to, text }) => to.includes(address) && text.includes(words),
    );
    if (mails.length) return mails.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail came to ${address}`);
}

// Whoever runs the district makes a link; it is shown once, and mailed.
const admin = await opened();
await admin.goto(told.address + told.page);
await admin.locator("input[type=email]").fill(told.email);
await admin.locator("input[type=password]").fill(told.password);
await admin.keyboard.press("Enter");
const part = admin.getByRole("region", { name: "Ask the person who runs the system" });
await enter(part, "Ask for the values");
await part.getByLabel("Their e-mail address").fill(told.person);
await part.getByLabel("A note to them").fill("The key is in room 4.");
await looked(admin, "asking");
await enter(part, "Make the link");
const alert = part.getByRole("alert");
const link = await alert.locator("code").innerText();
await looked(admin, "the link");
seen.link = link.replace(/#.*/, "");
await part.getByText("Waits for an answer").waitFor();
const mail = await mailTo(told.person, "#code=");
seen.mail = { subject: mail.subject, text: mail.text };
const mailed = /http\S+#code=\S+/.exec(mail.text)[0];
seen.isAnother = mailed !== link;

// The person has no account, and opens it on whatever they have.
const person = await opened();
await person.goto(link);
await person.getByRole("heading", { name: "The values", exact: true }).waitFor();
seen.address = person.url();
seen.page = await person.locator("main").innerText();
await looked(person, "the page");
await person.getByLabel("Address (base URL)").fill("http://sis.example");
await person.getByLabel("Client ID (key)").fill("key");
await person.getByRole("textbox", { name: "Client secret" }).fill("secret");
await person.keyboard.press("Enter");
await person.getByText("The address has to begin with https://.").waitFor();
await looked(person, "a wrong address");
await person.getByLabel("Address (base URL)").fill(` ${told.system.baseUrl} `);
await person.getByLabel("Token address (token URL)").fill(told.system.tokenUrl);
await person.getByLabel("Client ID (key)").fill(told.system.clientId);
await person.getByRole("textbox", { name: "Client secret" }).fill(told.system.clientSecret);
await enter(person, "Test");
await person.getByText("The system answers and lets Carillon in.").waitFor();
seen.tried = await person.locator("form").innerText();
await looked(person, "tried");
await enter(person, "Send the values");
await person.getByText("Thank you. The values are with the school.").waitFor();
await looked(person, "sent");

// No link works twice, and neither does the other one; in Spanish as well.
const again = await opened("es-US");
await again.goto(link);
await again.getByRole("alert").waitFor();
seen.gone = await again.getByRole("alert").innerText();
await looked(again, "gone");
await again.goto("about:blank");
await again.goto(mailed);
await again.getByRole("alert").waitFor();
seen.goneToo = await again.getByRole("alert").innerText();
await again.goto("about:blank");
await again.goto(`${told.address}connection-request`);
await again.getByRole("heading", { name: "El enlace no está completo" }).waitFor();

// Who asked is told, sees the values but for the secret, and tries them.
seen.told = (await mailTo(told.email, "came in")).text;
await admin.setViewportSize({ width: 1280, height: 900 });
await admin.reload();
await part.getByText("The values came in").waitFor();
seen.baseUrl = await admin.getByLabel("Address (base URL)").inputValue();
seen.secret = await admin.getByRole("region", { name: "The secret" }).innerText();
seen.holdsSecret = (await admin.content()).includes(told.system.clientSecret);
await enter(admin, "Test connection");
await admin.getByText("The system answers and lets us in.").waitFor();
await looked(admin, "came in");

// A link that is revoked opens nothing.
await enter(part, "Make another link");
await enter(part, "Make the link");
const another = await part.getByRole("alert").locator("code").innerText();
await enter(part, "Revoke");
await enter(admin.getByRole("dialog"), "Revoke");
await part.getByText("Revoked", { exact: true }).waitFor();
seen.isHidden = (await part.getByRole("alert").count()) === 0;
await again.goto("about:blank");
await again.goto(another);
await again.getByRole("alert").waitFor();
seen.codes = [link, mailed, another].map((each) => each.split("#code=")[1]);
await browser.close();
console.log(JSON.stringify(seen));
