import { describe, expect, it } from "vitest";
import { dayIn, later } from "@/components/days";
import { readKept, writeKept } from "@/features/my-class/kept";
import { type MemberDay, aheadOf, meetingsOf } from "@/features/my-class/meetings";
import { type Student, draw, shownName, sorted, together } from "@/features/my-class/students";
import { initialsOf } from "@/features/photos/initials";

const student = (person: string, firstName: string, lastName: string) =>
  ({ person, firstName, lastName }) as Student;
const ada = student("1", "Ada", "Lovelace");
const alan = student("2", "Alan", "Turing");
const angela = student("3", "Ángela", "Álvarez");
const persons = (students: readonly Student[]) => students.map(({ person }) => person);

describe("the students of several lists", () => {
  it("are each there once", () => {
    expect(persons(together([[ada, alan], [alan, angela]]))).toEqual(["1", "2", "3"]);
  });

  it("are sorted by either name, an accent no letter of its own", () => {
    expect(persons(sorted([alan, ada, angela], "lastName", "es"))).toEqual(["3", "1", "2"]);
    expect(persons(sorted([angela, alan, ada], "firstName", "en"))).toEqual(["1", "2", "3"]);
  });
});

describe("a name on a projector", () => {
  it("is initials, of letters only, and of one name alone", () => {
    expect(shownName(ada, false)).toBe("Ada Lovelace");
    expect(shownName(ada, true)).toBe("A. L.");
    expect(shownName(student("4", "", "O'Neil"), true)).toBe("O.");
    expect(shownName(student("5", "", ""), true)).toBe("?");
    expect(initialsOf(angela)).toBe("ÁÁ");
    expect(initialsOf(student("6", "'aleta", "-"))).toBe("A");
  });
});

describe("a student by chance", () => {
  it("comes once before everybody came", () => {
    const class_ = [ada, alan, angela];
    const first = draw(class_, [], 0.5);
    expect(first?.student.person).toBe("2");
    const second = draw(class_, first?.drawn ?? [], 0.999);
    expect(second?.student.person).toBe("3");
    const third = draw(class_, second?.drawn ?? [], 0);
    expect(third).toEqual({ student: ada, drawn: ["2", "3", "1"] });
    // A new round, and not the same one again.
    expect(draw(class_, third?.drawn ?? [], 0)).toEqual({ student: alan, drawn: ["2"] });
  });

  it("is the only one, and nobody of nobody", () => {
    expect(draw([ada], ["1"], 0.9)?.student).toBe(ada);
    expect(draw([], ["1"], 0)).toBeNull();
  });

  it("who left the class counts no longer", () => {
    expect(draw([ada, alan], ["3", "1"], 0)).toEqual({ student: alan, drawn: ["1", "2"] });
  });
});

describe("what the browser remembers", () => {
  it("is each school's own", () => {
    const one = writeKept(null, "adams", { lists: ["a"], view: "list", sort: "firstName" });
    const both = writeKept(one, "lincoln", { lists: ["b", "c"], view: "cards", sort: "lastName" });
    expect(readKept(both, "adams")).toEqual({ lists: ["a"], view: "list", sort: "firstName" });
    expect(readKept(both, "lincoln").lists).toEqual(["b", "c"]);
    expect(readKept(both, "other")).toEqual({ lists: [], view: "cards", sort: "lastName" });
  });

  it("is left where it can't be understood", () => {
    const usual = { lists: [], view: "cards", sort: "lastName" };
    for (const text of ["", "[]", "3", '{"adams":{"lists":"a","view":"x","sort":1}}']) {
      expect(readKept(text, "adams")).toEqual(usual);
    }
  });
});

const block = (startTime: string, endTime: string, ...lists: string[]) => ({
  startTime: `2026-11-24T${startTime}:00Z`,
  endTime: `2026-11-24T${endTime}:00Z`,
  ...(lists[0] ? { section: { listId: lists[0] } } : {}),
  others: lists.slice(1).map((listId) => ({ listId })),
});
const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`);

describe("what meets", () => {
  const own = { readTime: "2026-11-24T13:00:07Z", blocks: [
    block("13:00", "13:50", "algebra", "geometry"), block("13:50", "13:55"), block("13:55", "14:45", "algebra"),
  ] } as unknown as MemberDay;
  const covered = { blocks: [block("14:00", "14:45", "chess")] } as unknown as MemberDay;

  it("is now until its end, and next is what begins first", () => {
    expect([...meetingsOf([own, covered], at("12:00"))]).toEqual([
      ["algebra", { when: "next", at: at("13:00") }],
      ["geometry", { when: "next", at: at("13:00") }],
    ]);
    // What meets now and once more afterwards meets now.
    expect([...meetingsOf([own, covered], at("13:00"))]).toEqual([
      ["algebra", { when: "now", at: at("13:50") }],
      ["geometry", { when: "now", at: at("13:50") }],
    ]);
    expect([...meetingsOf([own, covered], at("13:50"))]).toEqual([["algebra", { when: "next", at: at("13:55") }]]);
    expect([...meetingsOf([own, covered], at("13:56"))]).toEqual([
      ["chess", { when: "next", at: at("14:00") }],
      ["algebra", { when: "now", at: at("14:45") }],
    ]);
    expect(meetingsOf([own, covered], at("14:45")).size).toBe(0);
  });

  it("goes by the server's clock", () => {
    expect(aheadOf(own, Date.parse("2026-11-24T13:00:00Z"))).toBe(7_000);
  });
});

describe("days of substitutes", () => {
  it("are those of the school's clocks", () => {
    expect(dayIn("America/New_York", Date.parse("2026-11-25T04:59:59Z"))).toBe("2026-11-24");
    expect(later("2026-11-24", 30)).toBe("2026-12-24");
  });
});
