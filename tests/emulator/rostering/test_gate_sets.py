"""Several files of one kind: halves of a school, and files that may only be a part."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from shared.rostering.model import Kind
from shared.rostering.runs import Outcome, Run
from tests.support.gate_steps import approve, change, codes, nights, pointer
from tests.support.rosters import employees, student, students
from tests.support.world import World

NINTH = "Lincoln_students_9_mar23_2023.csv"
TENTH = "Lincoln_students_10_mar24_2023.csv"
NAMES = {"9": NINTH, "10": TENTH}
BOTH_ORDERS = pytest.mark.parametrize("order", [("9", "10"), ("10", "9")])


def grade(name: str, numbers: Iterable[int]) -> str:
    return students([], *(student(n, grade=name) for n in numbers))


def _evening(world: World, order: Iterable[str], **files: Iterable[int]) -> list[Run]:
    """Send the files of the grades in this order, then let the night come."""
    runs = [world.send(NAMES[name], grade(name, files[f"g{name}"])) for name in order]
    world.archive_phase()
    return runs


@BOTH_ORDERS
def test_two_halves_of_a_school_are_both_taken_in_and_nobody_is_archived(
    world: World, order: tuple[str, str]
) -> None:
    _evening(world, order, g9=range(40), g10=range(100, 140))
    assert len(world.members()) == 80
    for evening in range(1, 4):
        runs = _evening(world, order, g9=range(40 + evening), g10=range(100, 140 - evening))
        assert [codes(run) for run in runs] == [["AMBIGUOUS_SET"], ["AMBIGUOUS_SET"]]
        assert world.archived() == []
    assert len(world.members()) == 83


def test_a_half_that_comes_after_weeks_without_news_is_known_all_the_same(world: World) -> None:
    world.send(NINTH, grade("9", range(40)))
    for evening in range(1, 4):
        # The rows are as they were, and nobody looks at their grades again.
        world.send(NINTH, grade("9", range(40 - evening)))
    world.send(TENTH, grade("10", range(100, 140)))
    assert len(world.members()) == 80
    assert pointer(world)["memory"]["setSuspected"]


@BOTH_ORDERS
def test_after_a_persons_word_leavers_go_and_those_who_change_parts_stay(
    world: World, order: tuple[str, str]
) -> None:
    for _ in range(2):
        _evening(world, order, g9=range(40), g10=range(100, 140))
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    _evening(world, order, g9=range(40), g10=range(100, 140))
    # 1003 leaves, 1005 goes from the ninth grade to the tenth, 1107 the other way.
    ninth = [n for n in range(40) if n not in (3, 5)] + [107]
    tenth = [n for n in range(100, 140) if n != 107] + [5]
    for _ in range(2):
        runs = _evening(world, order, g9=ninth, g10=tenth)
        assert [codes(run) for run in runs] == [[], []]
        assert world.archived() in ([], ["1003"])
    assert world.archived() == ["1003"]
    members = world.members()
    assert (members["1005"]["grade"], members["1107"]["grade"]) == ("10", "09")
    for _ in range(2):
        _evening(world, order, g9=ninth, g10=tenth)
    assert world.archived() == ["1003"]


def test_somebody_whom_one_part_lets_go_waits_for_the_word_of_the_others(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    _evening(world, ("9", "10"), g9=range(40), g10=range(100, 140))
    for _ in range(3):
        _evening(world, ("9",), g9=range(1, 40))
        assert world.archived() == []
    _evening(world, ("10",), g10=range(100, 140))
    assert world.archived() == ["1000"]


def test_somebody_in_two_parts_stays_until_both_let_go(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    both = [*range(100, 140), 0]
    _evening(world, ("9", "10"), g9=range(40), g10=both)
    for _ in range(3):
        _evening(world, ("9", "10"), g9=range(1, 40), g10=both)
        assert world.archived() == []


def test_parts_are_compared_with_the_last_file_of_the_same_part(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    for _ in range(2):
        runs = _evening(world, ("9", "10"), g9=range(100), g10=range(200, 240))
        assert [codes(run) for run in runs] == [[], []]
    assert codes(world.send(TENTH, grade("10", range(200, 219)))) == ["SHRINK"]
    assert codes(world.send(NINTH, grade("9", range(300, 400)))) == ["INSERT_SHARE"]


def test_a_file_that_is_none_of_the_declared_parts_archives_nobody(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    _evening(world, ("9", "10"), g9=range(40), g10=range(100, 140))
    for name in ("Lincoln_students.csv", "Lincoln_students_9-10.csv", "Lincoln_students_11.csv"):
        run = world.send(name, grade("9", range(30)))
        assert codes(run) == ["AMBIGUOUS_SET"]
        assert "declares" in run.fields["holds"][0]["message"]
        world.archive_phase()
    assert world.archived() == []
    _evening(world, ("9", "10"), g9=range(1, 40), g10=range(100, 140))
    assert world.archived() == ["1000"]


def test_a_set_that_is_declared_anew_waits_for_each_of_its_parts(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("9", "10")})
    _evening(world, ("9", "10"), g9=range(40), g10=range(100, 140))
    change(world, file_sets={Kind.STUDENT: ("10", "9", "11")})
    _evening(world, ("9", "10"), g9=range(1, 40), g10=range(100, 140))
    assert world.archived() == []
    world.send("Lincoln_students_11.csv", grade("11", range(200, 240)))
    world.archive_phase()
    assert world.archived() == ["1000"]


def test_where_each_file_is_said_to_be_whole_names_mean_nothing(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ()})
    world.send(NINTH, grade("9", range(40)))
    assert codes(world.send(TENTH, grade("10", range(100, 140)))) == ["INSERT_SHARE"]
    world.send(TENTH, grade("9", range(1, 40)))
    world.archive_phase()
    assert world.archived() == ["1000"]


def test_a_leaver_of_the_first_file_waits_once_a_second_half_has_come(world: World) -> None:
    world.send(NINTH, grade("9", range(40)))
    world.send(NINTH, grade("9", range(39)))
    world.send(TENTH, grade("10", range(100, 140)))
    world.archive_phase()
    assert world.archived() == []
    (night,) = nights(world)
    assert (night.outcome, codes(night)) == (Outcome.HELD, ["AMBIGUOUS_SET"])


@pytest.mark.parametrize(
    ("first", "second", "grades"),
    [
        ("Lincoln_students.csv", "Roosevelt_students.csv", ("9", "3")),
        ("students_lincoln.csv", "students_roosevelt.csv", ("9", "10")),
        ("students_lincoln_9.csv", "students_roosevelt_10.csv", ("9", "10")),
        ("students_9.csv", "students_10.csv", ("9", "9")),
        ("students_101.csv", "students_102.csv", ("9", "10")),
    ],
)
def test_another_schools_name_is_never_a_part(
    world: World, first: str, second: str, grades: tuple[str, str]
) -> None:
    world.send(first, grade(grades[0], range(40)))
    wrong = world.send(second, grade(grades[1], range(100, 140)))
    assert codes(wrong) == ["INSERT_SHARE"]
    assert len(world.members()) == 40
    assert not pointer(world)["memory"]["setSuspected"]


def test_files_that_a_person_took_for_one_school_are_asked_about_as_a_set(world: World) -> None:
    """The small half would be below every limit of the night."""
    north, south = "Lincoln_students_north.csv", "Lincoln_students_south.csv"
    world.send(south, grade("9", range(100, 108)))
    approve(world, world.send(north, grade("9", range(95))))
    assert len(world.members()) == 103
    for _ in range(2):
        world.send(north, grade("9", range(95)))
        world.archive_phase()
    assert world.archived() == []


def test_a_new_name_for_the_same_people_is_no_second_half(world: World) -> None:
    world.send("Lincoln_students_9.csv", grade("9", range(40)))
    run = world.send("Lincoln_students_10.csv", grade("10", range(1, 40)))
    assert codes(run) == ["UPDATE_SHARE"]
    run = world.send("Lincoln_students_fall.csv", grade("9", range(1, 40)))
    assert codes(run) == []
    world.archive_phase()
    assert world.archived() == ["1000"]


def test_part_numbers_and_letters_make_sets_of_teachers_too(world: World) -> None:
    world.send("teachers_A-L.csv", employees(range(20)))
    run = world.send("teachers_M-Z.csv", employees(range(100, 120)))
    assert codes(run) == ["AMBIGUOUS_SET"]
    assert len(world.members()) == 40
    world.archive_phase()
    assert world.archived() == []
