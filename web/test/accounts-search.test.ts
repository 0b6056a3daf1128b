import { expect, test } from "vitest";
import { accountsSearch, filterOf, requestsSearch } from "../src/features/accounts/accounts-search";

test("an address says a state and nothing that it can't mean", () => {
  expect(accountsSearch({ state: "DISABLED", email: "a@b.example" })).toEqual({ state: "DISABLED" });
  expect(accountsSearch({ state: "GONE" })).toEqual({});
  expect(filterOf(accountsSearch({ state: "ENDED" }))).toBe('state = "ENDED"');
  expect(filterOf({})).toBe("");
});

test("the queue is asked for what waits, unless for what was refused", () => {
  expect(requestsSearch({ state: "OPEN", pageToken: "" })).toEqual({});
  expect(requestsSearch({ state: "REFUSED", pageToken: "abc" })).toEqual({ state: "REFUSED", pageToken: "abc" });
});
