import { expect, test } from "vitest";
import en from "../src/locales/en";
import { refusalOf, signInErrorKey } from "../src/features/account/sign-in-errors";

/** As Firebase's client makes it of the words after "BLOCKING_FUNCTION_ERROR_RESPONSE : ". */
const internal = (words: string) => ({
  code: "auth/internal-error",
  message: `Firebase: ${words} (auth/internal-error).`,
});
const answer = (message: string) => JSON.stringify({ error: { message, status: "PERMISSION_DENIED" } });

test("a refusal is read out of the words of Auth and of its emulator", () => {
  const said = answer("NOT_ON_THE_ROSTER");
  for (const words of [
    `HTTP Cloud Function returned an error: ${said}`,
    `((HTTP request to http://127.0.0.1:9/before_sign_in returned HTTP error 403: ${said}))`,
    `HTTP Cloud Function returned an error: ${JSON.stringify(said)}`,
    `HTTP Cloud Function returned an error: {"error": {"message": "NOT_ON_THE_ROSTER"}}`,
  ]) {
    expect(refusalOf(internal(words))).toBe("NOT_ON_THE_ROSTER");
  }
});

test("each code that Carillon answers has words of its own", () => {
  const codes = ["NOT_ON_THE_ROSTER", "ACCOUNT_ENDED", "PROVIDER_OFF", "TRY_AGAIN"];
  const keys = codes.map((code) => signInErrorKey(internal(answer(code))));
  expect(new Set(keys).size).toBe(4);
  expect(keys).not.toContain("signIn.refused");
});

test("a refusal that nobody knows is said to be one, without what it says", () => {
  expect(signInErrorKey(internal(answer("SOMETHING_NEW")))).toBe("signIn.refused");
});

test("a check that did not answer, or broke, is a failure and no refusal", () => {
  for (const words of [
    "((Deadline exceeded making request to http://127.0.0.1:9/x.))",
    `((HTTP request to http://127.0.0.1:9/x returned HTTP error 500: ${answer("Unhandled error")}))`,
  ]) {
    expect(refusalOf(internal(words))).toBeNull();
    expect(signInErrorKey(internal(words))).toBe("signIn.failed");
  }
});

test("what is no refusal is none", () => {
  expect(refusalOf(internal("An internal error has occurred."))).toBeNull();
  expect(refusalOf({ code: "auth/too-many-requests", message: answer("TRY_AGAIN") })).toBeNull();
  for (const nothing of [null, undefined, "text", {}, new Error("lost")]) {
    expect(refusalOf(nothing)).toBeNull();
    expect(signInErrorKey(nothing)).toBe("signIn.failed");
  }
});

test("somebody who changed their mind is told nothing", () => {
  for (const code of ["popup-closed-by-user", "cancelled-popup-request", "user-cancelled"]) {
    expect(signInErrorKey({ code: `auth/${code}` })).toBe("");
  }
});

test("every text of a failure is there", () => {
  const errors = [
    ...["NOT_ON_THE_ROSTER", "ACCOUNT_ENDED", "PROVIDER_OFF", "TRY_AGAIN", "OTHER"].map((code) => internal(answer(code))),
    ...["popup-blocked", "account-exists-with-different-credential", "user-disabled", "unknown"].map((code) => ({
      code: `auth/${code}`,
    })),
  ];
  for (const error of errors) {
    expect(Object.keys(en.signIn)).toContain(signInErrorKey(error).replace("signIn.", ""));
  }
});
