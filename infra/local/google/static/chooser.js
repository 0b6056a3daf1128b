// Lets one choose an account, and gives Firebase's library what Google would have given it: an ID token
// with Google's claims. It is not signed, which the Auth emulator takes and nothing else does.
const TEXTS = {
  en: {
    mark: "Local stack: nothing here is Google's",
    title: "Choose an account",
    intro: "to go on to Carillon",
    other: "Use another account",
    next: "Next",
    wrong: "Write an e-mail address, such as name@example.org.",
  },
  es: {
    mark: "Entorno local: nada de esto es de Google",
    title: "Elija una cuenta",
    intro: "para continuar a Carillon",
    other: "Usar otra cuenta",
    next: "Siguiente",
    wrong: "Escriba una dirección de correo, como nombre@example.org.",
  },
};
const language = navigator.language.startsWith("es") ? "es" : "en";
const texts = TEXTS[language];
const query = new URLSearchParams(location.search);
const CLIENT = "000000000000-local.apps.googleusercontent.com";
const HOUR = 3600;

document.documentElement.lang = language;
for (const place of document.querySelectorAll("[data-text]")) place.textContent = texts[place.dataset.text];

const part = (value) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The claims of https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload. */
function tokenOf({ sub, email, name, hd, verified }) {
  const now = Math.floor(Date.now() / 1000);
  const [first = name, ...others] = name.split(" ");
  const claims = {
    iss: "https://accounts.google.com",
    aud: CLIENT,
    azp: CLIENT,
    sub,
    ...(hd ? { hd } : {}),
    email,
    email_verified: verified,
    name,
    given_name: first,
    family_name: others.join(" "),
    iat: now,
    exp: now + HOUR,
  };
  return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
}

function choose(account) {
  const url = `${location.origin}${location.pathname}`;
  const answer = new URLSearchParams({ providerId: query.get("providerId"), id_token: tokenOf(account) });
  const chosen = {
    type: query.get("authType"),
    eventId: query.get("eventId"),
    urlResponse: `${url}?${answer}`,
    sessionId: "none",
    postBody: "",
    tenantId: null,
    error: null,
  };
  if (query.get("authType")?.includes("Popup")) {
    // The frame of the page that has opened this window, whichever of its frames that is.
    for (let number = 0; number < window.opener.frames.length; number += 1) {
      window.opener.frames[number].postMessage({ chosen }, location.origin);
    }
  } else {
    const key = `firebase:redirectEvent:${query.get("apiKey")}:${query.get("appName")}`;
    sessionStorage.setItem(key, JSON.stringify(chosen));
    location.replace(query.get("redirectUrl"));
  }
}

async function subjectOf(email) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(email.toLowerCase()));
  const digits = [...new Uint8Array(hash)].reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return String(digits).slice(0, 21);
}

// Not waited for here, so that the page answers from its first moment on.
const known = fetch("/emulator/auth/accounts.json").then((answer) => answer.json());

document.getElementById("other").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const field = document.getElementById("email");
  const wrong = document.getElementById("wrong");
  const email = field.value.trim();
  wrong.textContent = /^\S+@\S+\.\S+$/.test(email) ? "" : texts.wrong;
  if (wrong.textContent) return field.focus();
  const { accounts, organizations } = await known;
  const [name, domain] = email.split("@");
  const hd = organizations.includes(domain) ? domain : "";
  const typed = { sub: await subjectOf(email), email, name, hd, verified: true };
  choose(accounts.find((one) => one.email === email.toLowerCase()) ?? typed);
});

for (const account of (await known).accounts) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(account.name);
  for (const line of [account.email, account.note].filter(Boolean)) {
    const small = document.createElement("small");
    small.textContent = line;
    button.append(small);
  }
  button.addEventListener("click", () => choose(account));
  const item = document.createElement("li");
  item.append(button);
  document.getElementById("accounts").append(item);
}
