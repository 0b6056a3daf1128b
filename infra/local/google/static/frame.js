// Hands on what was chosen: from the chooser's window, or from before the page was left for it.
const query = new URLSearchParams(location.search);
const key = `firebase:redirectEvent:${query.get("apiKey")}:${query.get("appName")}`;
const page = gapi.iframes.getContext().getParentIframe();
const NOTHING = { type: "unknown", error: { code: "auth/no-auth-event" } };

const handOn = (authEvent) => page.send("authEvent", { type: "authEvent", authEvent });

page.register("webStorageSupport", () => ({ status: "ACK", webStorageSupport: true }));
addEventListener("message", ({ data, origin }) => {
  if (origin === location.origin && data?.chosen) handOn(data.chosen);
});
// Firebase's library registers for this right after the frame is loaded.
addEventListener("load", () =>
  setTimeout(() => {
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    handOn(kept ? JSON.parse(kept) : NOTHING);
  }, 100),
);
