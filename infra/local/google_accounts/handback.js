// Hands the account that was chosen to the console: to its frame, where this is a window of its own; else
// through this tab's storage, by going back to where the console was left.
const { authEvent, storageKey, backTo } = JSON.parse(document.body.dataset.answer);

/** The sign-in frame of the console that opened this window; undefined when it is gone. */
function frameOfOpener() {
  for (let at = 0; at < (window.opener?.frames.length ?? 0); at += 1) {
    const frame = window.opener.frames[at];
    try {
      const query = new URLSearchParams(frame.location.search);
      if (`${query.get("apiKey")}:${query.get("appName")}` === storageKey) return frame;
    } catch {
      // A frame of another address: nothing that may be looked into.
    }
  }
  return undefined;
}

function handBack() {
  if (backTo) {
    sessionStorage.setItem(`firebase:redirectEvent:${storageKey}`, JSON.stringify(authEvent));
    location.replace(backTo);
    return true;
  }
  const frame = frameOfOpener();
  frame?.postMessage({ chosenFor: storageKey, authEvent }, location.origin);
  return frame !== undefined;
}

document.getElementById(handBack() ? "going" : "lost").hidden = false;
