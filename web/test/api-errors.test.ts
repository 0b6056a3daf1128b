import { expect, test } from "vitest";
import { toApiError } from "../src/api/client";

const of = (...details: object[]) => ({ error: { code: 409, status: "", message: "", details } });
const kind = (name: string) => `type.googleapis.com/google.rpc.${name}`;

test("an error keeps its reason, its sentence, its fields and what it is about", () => {
  const error = toApiError(
    of(
      { "@type": kind("ErrorInfo"), reason: "MEMBER_EXISTS", metadata: { name: "schools/a/members/p1" } },
      { "@type": kind("LocalizedMessage"), locale: "en-US", message: "This person is here already." },
      { "@type": kind("BadRequest"), fieldViolations: [{ field: "email", description: "taken" }] },
    ),
  );
  expect(error.reason).toBe("MEMBER_EXISTS");
  expect(error.forPerson).toBe("This person is here already.");
  expect(error.fields).toEqual(["email"]);
  expect(error.about).toEqual({ name: "schools/a/members/p1" });
});

test("an answer that is not understood is an error all the same", () => {
  for (const answer of [undefined, {}, of(), "no JSON"]) {
    const error = toApiError(answer);
    expect([error.reason, error.forPerson, error.fields, error.about]).toEqual(["UNKNOWN", "", [], {}]);
  }
});
