from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.file_memory import AcceptedFile, FileMemory, blank_shares, memory_from
from shared.rostering.file_sets import (
    AWAITED,
    MOST_PARTS,
    Standing,
    marks_after,
    memory_after,
    missing_by,
    standing_of,
)

NINTH = AcceptedFile("9", 400, {"email": 0.0}, grades=("09",))
TENTH = AcceptedFile("10", 380, {"email": 0.1}, ended_with_newline=False, grades=("10",))
ELEVENTH = AcceptedFile("11", 370, grades=("11",))
WHOLE = AcceptedFile("", 1500, grades=("09", "10", "11"))


def test_the_first_file_of_a_kind_is_compared_with_nothing() -> None:
    assert standing_of(NINTH, FileMemory(), None, others_people=False) == Standing()


def test_a_file_is_compared_with_the_newest() -> None:
    memory = FileMemory((WHOLE,))
    for declared in (None, ()):
        standing = standing_of(NINTH, memory, declared, others_people=False)
        assert standing == Standing(WHOLE)
        assert (standing.suspected, standing.parts) == (False, ())
        assert memory_after(NINTH, memory, standing) == FileMemory((NINTH,))


def test_another_grades_people_make_a_set() -> None:
    memory = FileMemory((NINTH,))
    standing = standing_of(TENTH, memory, None, others_people=True)
    assert (standing.suspected, standing.first_half, standing.basis) == (True, True, None)
    assert standing.suspected or standing.parts
    after = memory_after(TENTH, memory, standing)
    assert after == FileMemory((NINTH, TENTH), set_suspected=True)
    # From then on each is compared with its own last file, and the set stays suspected.
    again = standing_of(NINTH, after, None, others_people=False)
    assert again == Standing(NINTH, suspected=True)
    third = standing_of(ELEVENTH, after, None, others_people=True)
    assert (third.basis, third.first_half) == (None, True)
    other = standing_of(AcceptedFile("roosevelt", 400), after, None, others_people=True)
    assert other == Standing(TENTH, suspected=True)


def test_the_same_people_make_no_set_whatever_the_names() -> None:
    standing = standing_of(TENTH, FileMemory((NINTH,)), None, others_people=False)
    assert standing == Standing(NINTH)


def test_too_many_files_of_a_suspected_set_are_forgotten() -> None:
    memory = FileMemory()
    for number in range(MOST_PARTS + 5):
        file = AcceptedFile(f"x{number}", 10)
        memory = memory_after(file, memory, Standing(suspected=True))
    assert [file.part for file in memory.files] == [f"x{n}" for n in range(5, MOST_PARTS + 5)]


def test_a_declared_part_is_compared_with_its_own_last_file() -> None:
    memory = FileMemory((AcceptedFile("9 lincoln", 400), WHOLE), set_suspected=True)
    file = AcceptedFile("9 lincoln", 410)
    standing = standing_of(file, memory, ("10", "9"), others_people=True)
    assert (standing.number, standing.basis) == (1, memory.files[0])
    assert not standing.first_half
    after = memory_after(file, memory, standing)
    assert after == FileMemory((AcceptedFile("9", 410),), set_parts=("10", "9"))
    tenth = standing_of(TENTH, after, ("10", "9"), others_people=True)
    assert (tenth.number, tenth.basis, tenth.first_half) == (0, None, True)
    both = memory_after(TENTH, after, tenth)
    assert [file.part for file in both.files] == ["9", "10"]


@pytest.mark.parametrize(
    "declared", [("10", "11"), ("9", "09"), tuple(map(str, range(1, MOST_PARTS + 2)))]
)
def test_what_is_no_single_declared_part_is_unknown(declared: tuple[str, ...]) -> None:
    memory = FileMemory((WHOLE,))
    standing = standing_of(NINTH, memory, declared, others_people=False)
    assert standing.is_unknown
    assert standing.suspected or standing.parts
    assert memory_after(NINTH, memory, standing) == memory


def test_a_memory_is_read_as_it_was_written() -> None:
    mixed = AcceptedFile("people", 7)
    memory = FileMemory((NINTH, TENTH), mixed, set_suspected=True, set_parts=("9", "10"))
    assert memory_from(memory.fields()) == memory
    assert memory_from({}) == FileMemory()
    assert FileMemory().with_mixed(mixed).with_only(WHOLE) == FileMemory((WHOLE,), mixed)


def test_rows_that_were_not_looked_at_have_the_share_of_the_last_file() -> None:
    before = AcceptedFile("", 100, {"email": 0.0, "phone": 0.5})
    shares = blank_shares({"email", "phone", "grade"}, {"email": 10, "phone": 20}, 20, 100, before)
    # 10 of 100; 20 and half of the other 80; 0.
    assert shares == {"email": 0.1, "phone": 0.6, "grade": 0.0}
    assert blank_shares({"email"}, {"email": 3}, 3, 3, None) == {"email": 1.0}
    assert blank_shares({"email"}, {}, 0, 0, None) == {"email": 0.0}


@dataclass
class Model:
    """What a reader of the files in order knows, without any marks.

    Attributes:
        newest: part → people of its newest file that was believed, with people held ones named.
        came: for each person, the parts that have come since anybody last named them.
    """

    parts: int
    newest: dict[int, set[bytes]] = field(default_factory=dict)
    came: dict[bytes, set[int]] = field(default_factory=dict)

    def missing(self, person: bytes) -> bool:
        named = any(person in people for people in self.newest.values())
        return not named and self.came.get(person, set()) == set(range(self.parts))


@given(st.integers(1, 4), st.data())
def test_only_whom_every_part_lacks_is_missing(parts: int, data: st.DataObject) -> None:
    people = [bytes([number]) for number in range(5)]
    names = tuple(f"p{number}" for number in range(parts))
    marks: dict[bytes, int] = {}
    model = Model(parts)
    evenings = st.tuples(st.integers(0, parts - 1), st.sets(st.sampled_from(people)), st.booleans())
    for number, seen, believed in data.draw(st.lists(evenings, max_size=20)):
        standing = Standing(parts=names, number=number)
        marks = marks_after(marks, people, seen, standing, believed=believed)
        before = model.newest.get(number, set())
        model.newest[number] = seen if believed else before | seen
        for person in people:
            if person in seen:
                model.came[person] = set()
            elif believed:
                named = any(person in each for each in model.newest.values())
                # The word of the part that let somebody go is its word; the others' is to come.
                fresh = person in before
                known = set() if named or fresh else model.came.get(person, set())
                model.came[person] = set() if named else known | {number}
        assert all(0 < mark < 2 * AWAITED for mark in marks.values())
        assert missing_by(marks) == {person for person in people if model.missing(person)}
        # The law that a child depends on: nobody is missing whom a part's newest file names.
        for person in missing_by(marks):
            assert not any(person in each for each in model.newest.values())


@given(st.sets(st.sampled_from([b"a", b"b"])), st.integers(1, 2 * AWAITED - 1))
def test_a_file_that_is_no_part_makes_nobody_missing(seen: set[bytes], mark: int) -> None:
    unknown = Standing(parts=("9", "10"))
    before = {b"a": mark, b"b": AWAITED}
    after = marks_after(before, [b"a", b"b"], seen, unknown, believed=True)
    assert missing_by(after) == missing_by(before) - seen
