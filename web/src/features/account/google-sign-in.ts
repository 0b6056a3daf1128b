import {
  type Auth,
  GoogleAuthProvider,
  browserPopupRedirectResolver,
  getRedirectResult,
  signInWithPopup,
  signInWithRedirect,
} from "firebase/auth";

// The resolver is given to each call and not to Auth itself: there, a phone would load Google's script
// before any page, also where Google is not switched on.
const resolver = browserPopupRedirectResolver;
// Firebase prefers going there and back on phones, where a window covers the page in any case.
const TOUCH_ONLY = "(hover: none) and (pointer: coarse)";

/** Let somebody choose their Google account and sign them in; throws what Firebase Auth says. */
export async function signInWithGoogle(auth: Auth, language: string): Promise<void> {
  const provider = new GoogleAuthProvider();
  // On a shared computer the account that is open may be somebody else's.
  provider.setCustomParameters({ prompt: "select_account", hl: language });
  if (matchMedia(TOUCH_ONLY).matches) return signInWithRedirect(auth, provider, resolver);
  try {
    await signInWithPopup(auth, provider, resolver);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "auth/popup-blocked") throw error;
    await signInWithRedirect(auth, provider, resolver);
  }
}

/** End what going there and back began, if it did; throws what Firebase Auth says. */
export async function finishGoogle(auth: Auth): Promise<void> {
  await getRedirectResult(auth, resolver);
}
