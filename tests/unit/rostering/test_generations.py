"""How new the accepted files of one kind are, by parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.generations import Generations, declared_part_of, generations_from

PARTS = ("a", "b", "c")
FILES = st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 50)), max_size=12)


def _after(files: list[tuple[str, int]], start: int = 0) -> Generations:
    """Accept those files that are not out of date when their turn comes."""
    known = Generations(start)
    for part, generation in files:
        if known.of(part) <= generation:
            known = known.after(generation, part, in_parts=True)
    return known


@given(FILES, st.integers(0, 50))
def test_each_part_has_its_newest_file_whatever_the_order(
    files: list[tuple[str, int]], start: int
) -> None:
    known = _after(files, start)
    for part in PARTS:
        newest = max([start, *(number for of, number in files if of == part)])
        assert known.of(part) == newest
    assert known.newest == max([start, *(number for _, number in files)])


@given(FILES)
def test_documents_hold_all_of_it(files: list[tuple[str, int]]) -> None:
    known = _after(files)
    assert generations_from(known.fields()) == known
    assert generations_from({"generation": 7}) == Generations(7)


@given(FILES, st.sampled_from(PARTS), st.integers(51, 60))
def test_without_a_file_all_is_as_before_it(
    files: list[tuple[str, int]], part: str, generation: int
) -> None:
    before = _after(files, 1)
    after = before.after(generation, part, in_parts=True)
    undone = after.without(generation, before)
    assert [undone.of(each) for each in PARTS] == [before.of(each) for each in PARTS]
    assert undone.newest == before.newest
    assert undone.is_behind(after)
    assert not after.is_behind(before)


def test_a_whole_file_ends_the_parts_and_one_that_is_no_part_does_not() -> None:
    known = Generations(9, {"*": 1, "a": 5, "b": 9})
    assert known.after(10, None, in_parts=False) == Generations(10)
    assert known.after(10, None, in_parts=True) == Generations(10, known.parts)
    assert [known.of(None), known.of("a"), known.of("c")] == [9, 5, 1]


def test_an_undo_of_another_file_changes_nothing() -> None:
    whole, parts = Generations(9), Generations(9, {"*": 1, "a": 5, "b": 9})
    assert whole.without(8, Generations(7)) == whole
    assert parts.without(8, Generations(7)) == parts
    assert whole.without(9, Generations(7)) == Generations(7)
    assert parts.newer_parts(5, PARTS) == ["b"]


def test_the_part_is_told_by_the_name_of_the_file() -> None:
    assert declared_part_of("Lincoln_students_09.csv", ("9", "10")) == "9"
    assert declared_part_of("Lincoln_students.csv", ("9", "10")) is None
    assert declared_part_of("Lincoln_students_09.csv", None) is None
