import { expect, test } from "vitest";
import { pickedSchool } from "../src/features/rostering/trial-school";

const high = { sourcedId: "high", isOurs: false };
const middle = { sourcedId: "middle", isOurs: false };

test("the school of our name is picked and can be saved at once", () => {
  const schools = [{ ...high, isOurs: true }, middle];
  expect(pickedSchool(schools, "", "")).toEqual({ picked: "high", isNew: true });
  expect(pickedSchool(schools, "", "middle")).toEqual({ picked: "middle", isNew: true });
});

test("the stored school is picked and has nothing to save, in whatever case it was typed", () => {
  const schools = [{ ...high, isOurs: true }, middle];
  expect(pickedSchool(schools, "high", "")).toEqual({ picked: "high", isNew: false });
  expect(pickedSchool(schools, "HIGH", "")).toEqual({ picked: "high", isNew: false });
  expect(pickedSchool(schools, "high", "middle")).toEqual({ picked: "middle", isNew: true });
  // What was saved a moment ago is stored, though the trial was made before.
  expect(pickedSchool(schools, "middle", "middle")).toEqual({ picked: "middle", isNew: false });
});

test("where none is ours nothing is picked", () => {
  expect(pickedSchool([high, middle], "", "")).toEqual({ picked: "", isNew: false });
  expect(pickedSchool([high, middle], "closed", "")).toEqual({ picked: "", isNew: false });
  expect(pickedSchool([high, middle], "closed", "high")).toEqual({ picked: "high", isNew: true });
});
