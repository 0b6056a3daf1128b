"""Whatever file comes: who is archived is absent from the newest complete file that was right."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from shared.rostering.runs import Outcome
from tests.support.gate_steps import codes
from tests.support.rosters import student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
EVENINGS = 8
Wrong = Callable[[list[int], random.Random], tuple[str, str]]


def _other_school(roster: list[int], dice: random.Random) -> tuple[str, str]:
    name = dice.choice([STUDENTS, "Roosevelt_students.csv", "students_10.csv"])
    return name, students(range(5_000, 5_000 + len(roster)))


def _mostly_other_school(roster: list[int], dice: random.Random) -> tuple[str, str]:
    return STUDENTS, students([*dice.sample(roster, len(roster) // 3), *range(5_000, 5_060)])


def _part(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """Between none and half of it, well formed."""
    return STUDENTS, students(dice.sample(roster, dice.randrange(len(roster) // 2)))


def _most(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """A part that no limit but that of archives catches."""
    return STUDENTS, students(dice.sample(roster, len(roster) * 7 // 10))


def _cut(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """Cut off where a cell ends, just before the last few."""
    return STUDENTS, students(roster[: -dice.randint(1, 5)]).rstrip("\n")


def _broken_rows(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """A few rows that nobody can tell."""
    lost = set(dice.sample(roster, dice.randint(1, 4)))
    lines = [f"{1000 + n},First{n}" if n in lost else student(n) for n in roster]
    return STUDENTS, students([], *lines)


def _bad_grades(roster: list[int], dice: random.Random) -> tuple[str, str]:
    bad = set(dice.sample(roster, 3))
    return STUDENTS, students([], *(student(n, grade="?" if n in bad else "9") for n in roster))


def _slipped(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """Ids that slipped by some rows, of which a few fell off the end."""
    by = dice.randint(1, 5)
    pairs = zip(roster, roster[by:], strict=False)
    return STUDENTS, students([], *(student(n, id=str(1000 + other)) for n, other in pairs))


def _blank(roster: list[int], dice: random.Random) -> tuple[str, str]:
    kept = roster[: -dice.randint(1, 4)]
    return STUDENTS, students([], *(student(n, parent="") for n in kept))


def _singular(roster: list[int], dice: random.Random) -> tuple[str, str]:
    """A name that is complete for nobody."""
    return "Lincoln_student.csv", students(dice.sample(roster, len(roster) * 9 // 10))


WRONG: list[Wrong] = [
    _other_school, _mostly_other_school, _part, _most, _cut, _broken_rows, _bad_grades, _slipped,
    _blank, _singular,
]  # fmt: skip

HARMLESS = (_bad_grades, _singular)
"""Nothing of these is wrong enough to be held: they name everybody, or are complete for nobody."""


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_archived_whom_the_newest_right_file_names(world: World, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a test's own dice
    roster, newcomer = list(range(90)), 90
    world.send(STUDENTS, students(roster))
    told: list[str] = []
    left: set[int] = set()
    for _ in range(EVENINGS):
        for _ in range(dice.randint(0, 2)):
            wrong = dice.choice(WRONG)
            run = world.send(*wrong(roster, dice))
            told.append(f"{wrong.__name__}: {run.outcome} {codes(run)}")
            assert run.outcome in (Outcome.HELD, Outcome.REJECTED) or wrong in HARMLESS, told
        if dice.random() < 0.7:  # some evenings bring no right file
            gone = dice.sample(roster, dice.randint(0, 2))
            back = [n for n in sorted(left) if dice.random() < 0.3]
            left = (left | set(gone)) - set(back)
            roster = sorted((set(roster) - set(gone)) | {*back, newcomer})
            newcomer += 1
            run = world.send(STUDENTS, students(roster))
            told.append(f"right, {len(gone)} gone, {len(back)} back: {run.outcome} {codes(run)}")
            assert run.outcome in (Outcome.APPLIED, Outcome.UNCHANGED), told
        world.archive_phase()
        archived = {int(sis_id) - 1000 for sis_id in world.archived()}
        assert archived & set(roster) == set(), told
        assert archived <= left, told
    world.send(STUDENTS, students(roster))
    world.archive_phase()
    # And whoever has really left is gone in the end; nobody of another school ever came.
    assert {int(sis_id) - 1000 for sis_id in world.archived()} == left, told
    assert {int(sis_id) - 1000 for sis_id in world.members()} == {*roster, *left}, told


def test_a_file_cut_at_a_cells_end_lets_go_of_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    cut = students(range(38)).rstrip("\n")
    for _ in range(2):
        run = world.send(STUDENTS, cut)
        assert (run.outcome, codes(run)) == (Outcome.HELD, ["FILE_TRUNCATED"])
        assert (run.fields["holds"][0]["count"], run.fields["holds"][0]["of"]) == (2, 38)
        world.archive_phase()
        assert world.archived() == []
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert world.archived() == ["1039"]


def test_a_source_that_never_ends_its_last_line_is_believed(world: World) -> None:
    world.send(STUDENTS, students(range(40)).rstrip("\n"))
    run = world.send(STUDENTS, students(range(39)).rstrip("\n"))
    assert codes(run) == []
    world.archive_phase()
    assert world.archived() == ["1039"]


def test_a_file_that_was_cut_is_not_what_the_next_is_compared_with(world: World) -> None:
    world.send(STUDENTS, students(range(100)))
    assert codes(world.send(STUDENTS, students(range(60)).rstrip("\n"))) == ["FILE_TRUNCATED"]
    assert codes(world.send(STUDENTS, students(range(45)))) == ["SHRINK"]
