"""Files that look like another school's, or like a broken export: nothing of them is applied."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.ids import ConnectionId
from shared.rostering.connections import Switches
from shared.rostering.limits import Limits
from shared.rostering.runs import Approval, Outcome
from tests.support.gate_steps import approve, codes, draft, nights, pointer
from tests.support.rosters import employees, file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
HEADER = "Student ID,First Name,Last Name,Email,Grade"


def _people(world: World) -> dict[str, dict[str, Any]]:
    """Members without what tells when they were written."""
    return {
        sis_id: {k: v for k, v in member.items() if k not in ("updateTime", "source")}
        for sis_id, member in world.members().items()
    }


@pytest.mark.parametrize("name", [STUDENTS, "Roosevelt_students.csv"])
def test_another_schools_file_adds_nobody_and_lets_go_of_nobody(world: World, name: str) -> None:
    world.send(STUDENTS, students(range(40)))
    before = _people(world)

    wrong = world.send(name, students(range(100, 500)))

    assert (wrong.outcome, wrong.approval) == (Outcome.HELD, Approval.PENDING)
    assert codes(wrong) == ["INSERT_SHARE"]
    assert wrong.fields["holds"][0] | {"message": ""} == {
        "code": "INSERT_SHARE", "kind": "student", "count": 400, "of": 400, "limit": 0.5,
        "message": "",
    }  # fmt: skip
    assert wrong.fields["counts"]["planned"] == {"added": {"student": 400}}
    world.archive_phase()
    assert _people(world) == before
    assert nights(world) == []

    # The right file goes on as if nothing had been: it has far fewer rows than the wrong one.
    right = world.send(STUDENTS, students(range(1, 41)))
    assert (right.outcome, codes(right)) == (Outcome.APPLIED, [])
    assert right.fields["counts"]["missing"] == {"student": 1}
    world.archive_phase()
    assert world.archived() == ["1000"]
    assert sorted(world.members()) == [str(1000 + n) for n in range(41)]


def test_the_same_wrong_file_is_held_each_time_it_comes(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    wrong = students(range(100, 140))
    for _ in range(2):
        assert codes(world.send(STUDENTS, wrong)) == ["INSERT_SHARE"]
    assert len(world.members()) == 40


def test_whom_a_wrong_file_finds_unchanged_it_does_not_take_over(world: World) -> None:
    """Three students of the school's other connection, who are in no file of this one."""
    first = world.connection
    world.connection = ConnectionId("other")
    world.set_up()
    alone = [student(n, parent="") for n in range(200, 203)]
    world.send(STUDENTS, students([], *alone))
    world.connection = first
    world.send(STUDENTS, students(range(40)))
    wrong = world.send(STUDENTS, students(range(300, 340), *alone))
    assert codes(wrong) == ["INSERT_SHARE"]
    right = world.send(STUDENTS, students(range(40)))
    assert (right.outcome, right.fields["counts"].get("missing")) == (Outcome.UNCHANGED, None)


def test_a_file_that_a_person_approves_becomes_the_one_that_the_next_is_judged_by(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(40)))
    doubted = world.send(STUDENTS, students(range(100)))
    assert codes(doubted) == ["INSERT_SHARE"]
    assert pointer(world)["rows"] == 40

    approval = approve(world, doubted)

    assert approval.fields["counts"]["added"] == {"student": 60}
    assert len(world.members()) == 100
    assert pointer(world)["rows"] == 100
    # 45 is more than half of 40, but not of 100.
    assert codes(world.send(STUDENTS, students(range(45)))) == ["SHRINK"]
    assert world.send(STUDENTS, students(range(100))).outcome is Outcome.UNCHANGED


def test_an_approved_wrong_file_does_not_let_the_night_archive_the_school(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    approve(world, world.send(STUDENTS, students(range(100, 140))))
    right = world.send(STUDENTS, students(range(40)))
    assert codes(right) == ["ARCHIVE_SHARE"]
    world.archive_phase()
    assert world.archived() == []
    assert codes(nights(world)[-1]) == ["ARCHIVE_SHARE"]


def test_ids_that_slipped_by_a_row_change_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    before = _people(world)
    slipped = [student(n, id=str(1000 + (n + 1) % 40)) for n in range(40)]
    run = world.send(STUDENTS, students([], *slipped))
    assert codes(run) == ["UPDATE_SHARE"]
    assert run.fields["holds"][0]["count"] == 40
    world.archive_phase()
    assert _people(world) == before
    assert world.send(STUDENTS, students(range(40))).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(("swapped", "held"), [(6, ["UPDATE_SHARE"]), (5, [])])
def test_many_who_change_their_address_wait_together(
    world: World, swapped: int, held: list[str]
) -> None:
    """A tenth of 50 is 5, which is also the floor."""
    world.send(STUDENTS, students(range(50)))
    moved = [student(n, email=f"other{n}@students.example.org") for n in range(swapped)]
    run = world.send(STUDENTS, students(range(swapped, 50), *moved, student(60, grade="10")))
    assert codes(run) == held
    assert ("1060" in world.members()) is not bool(held)


def test_a_column_that_turns_blank_changes_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    before = _people(world)
    blank = students(range(31), *(student(n, parent="") for n in range(31, 40)))
    run = world.send(STUDENTS, blank)
    # 9 of 40 are 22.5 %, and the other 31 rows are as they were.
    assert codes(run) == ["MISSING_COLUMN"]
    assert (run.fields["holds"][0]["count"], run.fields["holds"][0]["of"]) == (9, 40)
    assert "parentEmail" in run.fields["holds"][0]["message"]
    assert _people(world) == before
    assert world.send(STUDENTS, students(range(40))).outcome is Outcome.UNCHANGED


def test_a_column_that_was_never_full_may_be_blank(world: World) -> None:
    some = [student(n, phone="+12025550101") for n in range(30)]
    world.send(STUDENTS, students(range(30, 40), *some))
    run = world.send(STUDENTS, students(range(40)))
    assert codes(run) == []


def test_a_column_that_is_gone_lets_go_of_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    before = _people(world)
    lines = [f"{1000 + n},First{n},Last{n},s{n}@students.example.org,9" for n in range(38)]
    for _ in range(2):
        run = world.send(STUDENTS, file_of(HEADER, lines))
        assert codes(run) == ["MISSING_COLUMN"]
    world.archive_phase()
    assert _people(world) == before
    lifted = draft(world, STUDENTS, file_of(HEADER, lines), frozenset({"MISSING_COLUMN"}))
    assert lifted.holds == []
    assert lifted.by_kind["missing"] == {"student": 2}


def test_the_new_school_year_waits_for_a_persons_word(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    year = students([], *(student(n, grade="10") for n in range(40)))
    held = world.send(STUDENTS, year)
    assert codes(held) == ["UPDATE_SHARE"]
    approval = approve(world, held)
    assert approval.fields["counts"]["updated"] == {"student": 40}
    assert {member["grade"] for member in world.members().values()} == {"10"}
    assert world.send(STUDENTS, year).outcome is Outcome.UNCHANGED


def test_what_an_update_switch_keeps_back_is_no_change(world: World) -> None:
    world.set_up(switches=Switches(add=True, archive=True))
    world.send(STUDENTS, students(range(40)))
    year = students([], *(student(n, grade="10") for n in range(40)), student(50))
    run = world.send(STUDENTS, year)
    assert (run.outcome, codes(run)) == (Outcome.APPLIED, [])
    assert run.fields["counts"]["skipped"] == {"student": 40}
    assert "1050" in world.members()


def test_another_schools_file_lets_go_of_nobody_where_adding_is_off(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.set_up(switches=Switches(update=True, archive=True))
    # 25 of those who are there and 35 others: 15 would be missing.
    run = world.send(STUDENTS, students([*range(25), *range(100, 135)]))
    assert (codes(run), run.approval) == (["INSERT_SHARE"], Approval.NONE)
    world.archive_phase()
    assert world.archived() == []


def test_a_few_people_may_change_all_at_once(world: World) -> None:
    world.send("Lincoln_staff.csv", employees(range(5)))
    run = world.send("Lincoln_staff.csv", employees(range(5, 10)))
    assert codes(run) == []
    assert len(world.members()) == 10


def test_rights_are_given_one_by_one_even_where_all_waits(world: World) -> None:
    header = "ID Number,First Name,Last Name,Email,Role"

    def people(name: str, *raised: int) -> str:
        return file_of(header, [
            f"E{n},{name}{n},Adult{n},a{n}@example.org,{'Manager' if n in raised else 'Teacher'}"
            for n in range(20)
        ])  # fmt: skip

    world.send("Lincoln_people.csv", people("Ada"))
    held = world.send("Lincoln_people.csv", people("New", 3))
    assert sorted(codes(held)) == ["PRIVILEGE", "UPDATE_SHARE"]
    assert {member["firstName"][:3] for member in world.members().values()} == {"Ada"}

    approve(world, held)

    after = world.members()
    assert sorted(i for i, member in after.items() if member["firstName"][:3] == "Ada") == ["E3"]
    assert after["E3"]["role"] == "TEACHER"
    assert world.run(held.run).approval is Approval.PENDING


def _of_two_kinds(staff: range, teachers: range = range(30)) -> str:
    lines = [f"E{n},Ada{n},Adult{n},a{n}@example.org,Teacher" for n in teachers]
    lines += [f"E{n},Ada{n},Adult{n},a{n}@example.org,Staff" for n in staff]
    return file_of("ID Number,First Name,Last Name,Email,Role", lines)


def test_a_mixed_file_is_judged_by_kind(world: World) -> None:
    world.send("Lincoln_people.csv", _of_two_kinds(range(50, 58)))
    # 7 of 37 people are new, and of the staff all.
    wrong = world.send("Lincoln_people.csv", _of_two_kinds(range(80, 87)))
    assert (codes(wrong), wrong.fields["holds"][0]["kind"]) == (["INSERT_SHARE"], "staff")
    assert len(world.members()) == 38
    shrunk = world.send("Lincoln_people.csv", _of_two_kinds(range(50, 53)))
    assert (shrunk.outcome, codes(shrunk)) == (Outcome.REJECTED, ["SHRINK"])
    assert shrunk.fields["holds"][0]["kind"] == "staff"
    assert codes(world.send("Lincoln_people.csv", _of_two_kinds(range(50, 54)))) == []


def test_a_mixed_file_is_not_compared_with_the_file_of_one_kind(world: World) -> None:
    world.send("Lincoln_teachers.csv", employees(range(30)))
    run = world.send("Lincoln_people.csv", _of_two_kinds(range(50, 58), range(7)))
    assert run.outcome is Outcome.APPLIED
    assert codes(world.send("Lincoln_teachers.csv", employees(range(14)))) == ["SHRINK"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("INSERT_SHARE", students(range(100, 140))),
        ("UPDATE_SHARE", students([], *(student(n, grade="10") for n in range(40)))),
        ("MISSING_COLUMN", students([], *(student(n, parent="") for n in range(40)))),
        ("FILE_TRUNCATED", students(range(38)).rstrip("\n")),
        ("SHRINK", students(range(10))),
        ("REJECT_SHARE", students(range(30), *(student(n, grade="?") for n in range(30, 40)))),
    ],
)
def test_a_limit_that_a_person_set_aside_holds_nothing(world: World, code: str, text: str) -> None:
    world.send(STUDENTS, students(range(40)))
    others = frozenset({"INSERT_SHARE", "UPDATE_SHARE"})
    without = draft(world, STUDENTS, text, others - {code})
    assert code in [hold.code for hold in without.holds]
    lifted = draft(world, STUDENTS, text, others | {code})
    # Whoever is missing then is many, and that is never set aside.
    many = code in {"INSERT_SHARE", "SHRINK"}
    assert [hold.code for hold in lifted.holds] == ["ARCHIVE_SHARE"] * many
    assert lifted.outcome is not Outcome.REJECTED


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("SHRINK", students([])),
        ("ARCHIVE_SHARE", students(range(30))),
        ("REJECT_SHARE", students(range(38), student(39, grade="no such grade"))),
        ("REJECT_SHARE", students(range(39), "broken")),
    ],
)
def test_what_no_word_of_a_person_sets_aside(world: World, code: str, text: str) -> None:
    world.send(STUDENTS, students(range(40)))
    result = draft(world, STUDENTS, text, frozenset({code}))
    assert [hold.code for hold in result.holds] == [code]


def test_no_limit_that_is_set_aside_lets_archives_through(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    everything = frozenset({"SHRINK", "ARCHIVE_SHARE", "REJECT_SHARE", "FILE_TRUNCATED"})
    result = draft(world, STUDENTS, students(range(10)), everything)
    assert [hold.code for hold in result.holds] == ["ARCHIVE_SHARE"]
    world.rostering.keeper.lift(world.school, world.connection, "SHRINK", "person:1")
    assert codes(world.send(STUDENTS, students(range(10)))) == ["ARCHIVE_SHARE"]
    world.archive_phase()
    assert world.archived() == []
    assert [codes(night) for night in nights(world)] == [["ARCHIVE_SHARE"]]


def test_limits_are_the_connections_own(world: World) -> None:
    world.set_up(limits=Limits(insert_share=0.2, change_floor=0))
    world.send(STUDENTS, students(range(40)))
    run = world.send(STUDENTS, students(range(51)))
    assert (codes(run), run.fields["holds"][0]["limit"]) == (["INSERT_SHARE"], 0.2)
