// The page in the console's sign-in frame: takes what somebody chose, from the window where they chose or,
// after going there and back, from this tab's storage, and hands it to the console once it listens.
const CHANNEL = "carillon-sign-in-frame";
const EVENT = "authEvent";
const NOTHING = { type: "unknown", error: { code: "auth/no-auth-event" } };
const query = new URLSearchParams(location.search);
const storageKey = `${query.get("apiKey")}:${query.get("appName")}`;
const kept = `firebase:redirectEvent:${storageKey}`;

const post = (message) => parent.postMessage({ channel: CHANNEL, ...message }, location.origin);
const hand = (authEvent) => post({ name: EVENT, data: { type: EVENT, authEvent } });

function handKept() {
  const found = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  hand(found ? JSON.parse(found) : NOTHING);
}

addEventListener("message", ({ origin, data }) => {
  if (origin !== location.origin || !data) return;
  if (data.channel === CHANNEL && data.listens === EVENT) return handKept();
  if (data.channel === CHANNEL && data.name === "webStorageSupport") {
    return post({ id: data.id, answer: { status: "ACK", webStorageSupport: true } });
  }
  if (data.chosenFor === storageKey) hand(data.authEvent);
});
post({ name: "ready" });
