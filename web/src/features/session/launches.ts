import { type AuthProvider, GoogleAuthProvider, OAuthProvider, SAMLAuthProvider } from "firebase/auth";

/** Where a portal's tile leads to, and whose accounts it stands for. */
export interface Launch {
  /** Its name at Firebase, as the API lists the ways that are on. */
  provider: string;
  displayName: string;
  begin: () => AuthProvider;
}

/**
 * The last part of a launch address → what it begins. Who may sign in so is the district's to say: a way
 * that is not on begins nothing. No account is asked for anew, since the portal knows who it is.
 */
export const LAUNCHES: Readonly<Record<string, Launch>> = {
  google: { provider: "google.com", displayName: "Google", begin: () => new GoogleAuthProvider() },
  microsoft: { provider: "microsoft.com", displayName: "Microsoft", begin: () => new OAuthProvider("microsoft.com") },
  clever: { provider: "oidc.clever", displayName: "Clever", begin: () => new OAuthProvider("oidc.clever") },
  classlink: { provider: "oidc.classlink", displayName: "ClassLink", begin: () => new OAuthProvider("oidc.classlink") },
  saml: { provider: "saml.district", displayName: "SAML", begin: () => new SAMLAuthProvider("saml.district") },
};
