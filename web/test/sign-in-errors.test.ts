import { expect, test } from "vitest";
import { signInErrorKey } from "../src/features/account/sign-in-errors";

// As Firebase's library throws them where a blocking function refuses: the answer stands in the text.
const refused = (message: string) => ({
  code: "auth/internal-error",
  message: `Firebase: ((HTTP request to https://x.run.app returned HTTP error 403: {"error":{"message":"${message}","status":"PERMISSION_DENIED"}})) (auth/internal-error).`,
});

test("what our functions refuse with is told in its own words", () => {
  for (const refusal of ["NOT_ON_THE_ROSTER", "ACCOUNT_ENDED", "PROVIDER_OFF", "TOO_MANY_SIGN_INS", "TRY_AGAIN"]) {
    expect(signInErrorKey(refused(refusal))).toBe(`signIn.${refusal}`);
  }
  expect(signInErrorKey(refused("SOMETHING_ELSE"))).toBe("signIn.failed");
});

test("an unknown address and a wrong password are told alike", () => {
  const codes = ["auth/user-not-found", "auth/wrong-password", "auth/invalid-credential"];
  expect(new Set(codes.map((code) => signInErrorKey({ code })))).toEqual(new Set(["signIn.wrong"]));
});

test("Firebase's own limit of tries is told, too", () => {
  expect(signInErrorKey({ code: "auth/too-many-requests" })).toBe("signIn.tooMany");
});

test("who has closed the window hears nothing", () => {
  expect(signInErrorKey({ code: "auth/popup-closed-by-user" })).toBe("");
});

test("what is no error of Firebase is told all the same", () => {
  for (const error of [null, undefined, "text", new TypeError("x")]) expect(signInErrorKey(error)).toBe("signIn.failed");
});
