import { describe, expect, test } from "vitest";
import { newOnce } from "@/components/use-once";

/** A service that notes the ids, and fails as often as it is told. */
function service(failures: number) {
  const ids: string[] = [];
  const send = (id: string) => {
    ids.push(id);
    return ids.length <= failures ? Promise.reject(new Error("no answer")) : Promise.resolve("done");
  };
  return { ids, send };
}

describe("a request's id", () => {
  test("stays while the request is tried again, so that it is done once", async () => {
    const once = newOnce();
    const { ids, send } = service(2);
    await expect(once({ a: 1 }, send)).rejects.toThrow("no answer");
    await expect(once({ a: 1 }, send)).rejects.toThrow("no answer");
    expect(await once({ a: 1 }, send)).toBe("done");
    expect(new Set(ids).size).toBe(1);
  });

  test("is another one after the answer, so that somebody may ask for the same again", async () => {
    const once = newOnce();
    const { ids, send } = service(0);
    await once("again", send);
    await once("again", send);
    expect(new Set(ids).size).toBe(2);
  });

  test("is another one for something else", async () => {
    const once = newOnce();
    const { ids, send } = service(1);
    await expect(once({ name: "Chess" }, send)).rejects.toThrow();
    await once({ name: "Choir" }, send);
    expect(new Set(ids).size).toBe(2);
  });
});
