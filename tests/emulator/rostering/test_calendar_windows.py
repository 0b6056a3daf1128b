"""What a blackout and a window of adds only keep back, and what a window of rollover lets in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.kernel.errors import Conflict
from shared.rostering.runs import Approval, Outcome, Run
from shared.rostering.windows import Window, WindowKind
from tests.support.rosters import employees, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
# The world's clock begins on Monday the 23rd, 6 PM in the district.
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LESS = (WindowKind.BLACKOUT, WindowKind.ADDS_ONLY)


def _open(world: World, kind: WindowKind, first: date = MONDAY, last: date = TUESDAY) -> None:
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    windows = (Window(kind, first, last),)
    world.rostering.store.save_connection(replace(connection, windows=windows))


def _close(run: Run) -> tuple[Outcome | None, list[str]]:
    return run.outcome, [hold["code"] for hold in run.fields["holds"]]


def _reconcile(world: World) -> None:
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()


def _repeats(world: World) -> dict[str, Run]:
    """The runs that worked on a file again, by the run that had noted it."""
    found = [run for run in world.runs() if run["repeats"] is not None]
    return {run["repeats"]: world.run(run["run"]) for run in found}


def test_in_a_blackout_a_file_is_noted_and_nobody_is_mailed(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    mails = len(world.mail.mails)
    run = world.send(STUDENTS, students(range(5, 65)))
    assert _close(run) == (Outcome.PAUSED, ["BLACKOUT"])
    assert run.approval is Approval.NONE
    assert len(world.members()) == 60
    _reconcile(world)
    assert _repeats(world) == {}
    assert len(world.mail.mails) == mails


def test_a_night_of_a_blackout_archives_nobody_and_the_first_one_after_it_does(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    _open(world, WindowKind.BLACKOUT)
    world.archive_phase()
    assert world.archived() == []
    assert [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"] == []
    world.archive_phase()
    assert world.archived() == ["1058", "1059"]


@pytest.mark.parametrize("kind", LESS)
def test_a_night_that_had_begun_before_its_window_archives_nobody(
    world: World, kind: WindowKind
) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    world.now = world.now.replace(hour=8) + timedelta(days=1)
    mails = len(world.mail.mails)
    world.rostering.starter.start_archive_phases(world.now)
    _open(world, kind)
    world.drain()
    assert world.archived() == []
    assert len(world.mail.mails) == mails
    world.archive_phase()
    assert world.archived() == ["1058", "1059"]


def test_after_a_blackout_the_newest_file_of_each_kind_is_worked_on_once(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    older = world.send(STUDENTS, students(range(61)))
    newer = world.send(STUDENTS, students([*range(59), 70]))
    teachers = world.send(TEACHERS, employees(range(3)))
    world.pass_time(days=2)
    mails = len(world.mail.mails)
    for _ in range(3):
        _reconcile(world)
    repeats = _repeats(world)
    assert repeats.keys() == {newer.run, teachers.run}
    assert older.run not in repeats
    assert {run.outcome for run in repeats.values()} == {Outcome.APPLIED}
    assert "1070" in world.members()
    assert "1060" not in world.members()
    assert {"E0", "E1", "E2"} <= world.members().keys()
    assert len(world.mail.mails) == mails + 2
    assert "a file that was kept and is worked on again" in world.mail.mails[-1].letter.text
    world.archive_phase()
    assert world.archived() == ["1059"]


def test_a_file_that_waited_and_is_refused_is_not_tried_again(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    noted = world.send(STUDENTS, students(range(3)))
    world.pass_time(days=2)
    for _ in range(2):
        _reconcile(world)
    assert _close(_repeats(world)[noted.run]) == (Outcome.REJECTED, ["SHRINK"])
    assert world.rostering.store.feed(world.school, world.connection).waiting == ()
    assert len(world.members()) == 60


def test_files_of_a_blackout_that_come_out_of_order_leave_the_newest(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    older = world.put_file(STUDENTS, students(range(61)))
    newer = world.put_file(STUDENTS, students(range(62)))
    for arrival in (newer, older):
        world.rostering.starter.file_landed(arrival)
        world.drain()
    expected = world.run_of(newer).run
    world.pass_time(days=2)
    _reconcile(world)
    assert _repeats(world).keys() == {expected}
    assert len(world.members()) == 62


def test_a_file_after_the_blackout_makes_the_ones_that_wait_needless(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    world.send(STUDENTS, students(range(61)))
    world.pass_time(days=2)
    assert world.send(STUDENTS, students(range(62))).outcome is Outcome.APPLIED
    _reconcile(world)
    assert _repeats(world) == {}
    assert len(world.members()) == 62


def test_a_blackout_that_is_taken_back_ends_at_once(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT)
    world.send(STUDENTS, students(range(61)))
    _open(world, WindowKind.BLACKOUT, date(2026, 6, 1), date(2026, 8, 1))
    _reconcile(world)
    assert len(world.members()) == 61


def test_the_window_is_that_of_the_districts_day(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.BLACKOUT, TUESDAY, TUESDAY)
    world.now = world.now.replace(day=24, hour=4, minute=59)  # 11:59 PM on Monday
    assert world.send(STUDENTS, students(range(61))).outcome is Outcome.APPLIED
    world.pass_time(minutes=1)
    assert world.send(STUDENTS, students(range(62))).outcome is Outcome.PAUSED


def test_with_adds_only_newcomers_come_and_the_rest_follows_after_the_window(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.ADDS_ONLY)
    text = students(range(1, 59), student(59, grade="10"), student(70))
    run = world.send(STUDENTS, text)
    assert run.fields["counts"]["added"] == {"student": 1}
    assert run.fields["counts"]["skipped"] == {"student": 1}
    assert "updated" not in run.fields["counts"]
    world.archive_phase()
    assert world.archived() == []
    assert world.members()["1059"]["grade"] == "09"
    world.pass_time(days=1)
    again = world.send(STUDENTS, text)
    assert again.fields["counts"]["updated"] == {"student": 1}
    assert world.members()["1059"]["grade"] == "10"
    world.archive_phase()
    assert world.archived() == ["1000"]


def test_a_file_without_news_in_adds_only_is_read_again_after_it(world: World) -> None:
    """The archive that the window left out is counted as soon as it has ended."""
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.ADDS_ONLY)
    world.send(STUDENTS, students(range(59)))
    world.pass_time(days=2)
    run = world.send(STUDENTS, students(range(59)))
    assert run.fields["counts"]["missing"] == {"student": 1}


def test_nobody_archives_now_in_a_window(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    world.pass_time(minutes=1)
    for kind in LESS:
        _open(world, kind)
        with pytest.raises(Conflict) as refused:
            world.rostering.keeper.archive_now(world.school, world.connection, "person:1")
        assert refused.value.reason == kind.value
    world.drain()
    assert world.archived() == []


def test_a_person_may_approve_in_a_blackout_what_was_held_before_it(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(50)))
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    _open(world, WindowKind.BLACKOUT)
    approval = world.approve(world.run(night["run"]))
    world.drain()
    assert world.run(approval).outcome is Outcome.APPLIED
    assert len(world.archived()) == 10


def _a_year_later() -> str:
    """The file of a new school year: 20 of 60 have left, 30 are new, all others go up."""
    up = [student(number, grade="10") for number in range(20, 60)]
    return students(range(60, 90), *up)


def test_a_new_school_year_comes_in_and_its_leavers_wait_for_a_person(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    held = world.send(STUDENTS, students([], *(student(n, grade="10") for n in range(60))))
    assert _close(held) == (Outcome.HELD, ["UPDATE_SHARE"])
    assert (held.fields["window"], held.fields["setAside"]) == (None, [])
    _open(world, WindowKind.ROLLOVER)
    run = world.send(STUDENTS, _a_year_later())
    # Archives are never lifted: 20 of 60 are a third of those who were there.
    assert _close(run) == (Outcome.HELD, ["ARCHIVE_SHARE"])
    assert run.fields["window"] == "ROLLOVER"
    assert run.fields["counts"]["updated"] == {"student": 40}
    assert run.fields["counts"]["added"] == {"student": 30}
    assert world.members()["1020"]["grade"] == "10"
    world.archive_phase()
    assert world.archived() == []
    (night,) = [each for each in world.runs() if each["trigger"] == "ARCHIVE_PHASE"]
    assert [hold["code"] for hold in night["holds"]] == ["ARCHIVE_SHARE"]
    told = [mail.letter.text for mail in world.mail.mails if run.run in mail.letter.text]
    assert ["A window for a new school year was open" in text for text in told] == [True]


def test_what_a_window_of_rollover_sets_aside_is_told(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.ROLLOVER)
    run = world.send(STUDENTS, students([], *(student(n, grade="10") for n in range(60))))
    assert _close(run) == (Outcome.APPLIED, [])
    (aside,) = run.fields["setAside"]
    assert (aside["code"], aside["kind"], aside["count"], aside["of"]) == (
        "UPDATE_SHARE", "student", 60, 60,
    )  # fmt: skip
    assert "students: 60 of 60. The limit is 75%." in world.mail.mails[-1].letter.text
    again = world.send(STUDENTS, students([], *(student(n, grade="10") for n in range(1, 60))))
    assert again.fields["setAside"] == []
    assert again.fields["window"] == "ROLLOVER"


@pytest.mark.parametrize(
    ("text", "outcome", "codes"),
    [
        (students(range(100, 160)), Outcome.HELD, ["INSERT_SHARE"]),
        (students(range(20)), Outcome.REJECTED, ["SHRINK"]),
        (
            students(range(10, 60), *(student(n, email=f"x{n}@example.org") for n in range(10))),
            Outcome.HELD,
            ["UPDATE_SHARE"],
        ),
    ],
)
def test_a_window_of_rollover_still_holds_what_no_new_year_brings(
    world: World, text: str, outcome: Outcome, codes: list[str]
) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.ROLLOVER)
    run = world.send(STUDENTS, text)
    assert _close(run) == (outcome, codes)
    assert len(world.members()) == 60


def test_after_a_window_of_rollover_the_limits_hold_again(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _open(world, WindowKind.ROLLOVER)
    world.pass_time(days=2)
    run = world.send(STUDENTS, students([], *(student(n, grade="10") for n in range(60))))
    assert _close(run) == (Outcome.HELD, ["UPDATE_SHARE"])


def test_a_person_may_archive_now_in_a_window_of_rollover(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    world.pass_time(minutes=1)
    _open(world, WindowKind.ROLLOVER)
    world.rostering.keeper.archive_now(world.school, world.connection, "person:1")
    world.drain()
    assert world.archived() == ["1058", "1059"]
