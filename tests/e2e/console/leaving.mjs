// Ends sessions while their pages are open in a real Chromium and says how long each door stayed open.
// Takes one JSON object on standard input, see tests/figures/f19.py; prints one JSON object for each session.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const told = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${told.web}/package.json`);
const { chromium } = require("playwright-core");
const { deleteApp, initializeApp } = require("firebase/app");
const { connectAuthEmulator, getAuth, signInWithEmailAndPassword } = require("firebase/auth");
const { connectFirestoreEmulator, doc, getDocFromServer, getFirestore, onSnapshot } = require("firebase/firestore");

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;
const AFTER_MS = 6_000;
const school = `${told.address}v1/schools/${told.school}`;
const rest = `http://${told.firestore}/v1/projects/${told.project}/databases/(default)/documents`;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const browser = await chromium.launch({ executablePath: told.chromium, args: ["--no-sandbox"] });

/** Firebase as a client of its own has it, signed in as somebody. */
async function client(name, email, password) {
  const app = initializeApp({ apiKey: "demo", projectId: told.project }, name);
  connectAuthEmulator(getAuth(app), `http://${told.auth}`, { disableWarnings: true });
  const { user } = await signInWithEmailAndPassword(getAuth(app), email, password);
  const database = getFirestore(app);
  const [host, port] = told.firestore.split(":");
  connectFirestoreEmulator(database, host, Number(port));
  return { app, database, token: await user.getIdToken() };
}

async function call(token, method, address, body) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
  const said = await answer.text();
  return { status: answer.status, said };
}

/** Milliseconds from a beginning until a call is refused, with how it is. */
async function untilRefused(begin, ask) {
  while (performance.now() - begin < PATIENCE_MS) {
    const status = await ask();
    if (status >= 400) return { ms: performance.now() - begin, status };
    await wait(PAUSE_MS);
  }
  return { ms: PATIENCE_MS, status: 200 };
}

/** True where a listener that somebody opens only now is refused. */
const listenerRefused = (database, path) =>
  new Promise((done) => {
    onSnapshot(doc(database, path), { includeMetadataChanges: true }, (found) => found.metadata.fromCache || done(false), () => done(true));
  });

const ENDS = {
  archive: (office, one) => act(office, "POST", `${school}/members/${one.person}:archive`, {}),
  role: (office, one) => act(office, "PATCH", `${school}/members/${one.person}?updateMask=role`, { role: "STAFF" }),
  signOut: (_, one) => act(one.elsewhere, "POST", `${told.address}v1/me:signOutEverywhere`, {}),
};

async function act(token, method, address, body) {
  const { status, said } = await call(token, method, address, body);
  if (status !== 200) throw new Error(`${method} ${address}: ${status} ${said}`);
}

async function open(one) {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.goto(`${told.address}schools/${told.school}/people`);
  await page.locator("input[type=email]").fill(one.email);
  await page.locator("input[type=password]").fill(one.password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: told.shown, exact: true }).waitFor();
  return page;
}

async function end(office, one) {
  const page = await open(one);
  const { app, database, token } = await client(one.person, one.email, one.password);
  one.elsewhere = token;
  // What a listener of the raw database sees that was opened before, of somebody else's record.
  let heard = 0;
  let isCut = false;
  await new Promise((done) => {
    onSnapshot(doc(database, told.watched), () => { heard += 1; done(); }, () => { isCut = true; });
  });
  const begin = performance.now();
  const signedOut = page.locator("input[type=password]").waitFor({ timeout: PATIENCE_MS }).then(() => performance.now() - begin);
  const api = untilRefused(begin, async () => (await call(token, "GET", `${school}/members?pageSize=1`)).status);
  const read = untilRefused(begin, async () => (await call(token, "GET", `${rest}/${told.watched}`)).status);
  await ENDS[one.by](office, one);
  const [apiRefused, readRefused, consoleMs] = await Promise.all([api, read, signedOut]);
  const farewell = await page.getByRole("status").first().innerText();
  // The same session asks anew, for a document that it hasn't got yet.
  const readingRefused = await getDocFromServer(doc(database, told.another)).then(() => false, () => true);
  const listeningRefused = await listenerRefused(database, told.another);
  await wait(Math.max(0, AFTER_MS - (performance.now() - begin)));
  const before = heard;
  await act(office, "PATCH", `${school}/members/${told.watched.split("/").at(-1)}?updateMask=phone`, { phone: `+1555555${1000 + one.number}` });
  await wait(500);
  await page.context().close();
  await deleteApp(app);
  console.log(JSON.stringify({ by: one.by, api: apiRefused, read: readRefused, console: consoleMs, farewell, readingRefused, listeningRefused, isCut, stillHeard: heard > before }));
}

const { token: office } = await client("office", told.email, told.password);
for (const [number, one] of told.sessions.entries()) await end(office, { ...one, number });
await browser.close();
process.exit(0);
