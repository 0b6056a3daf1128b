"""Five holds in a row, what stands still then, and what a person does about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.kernel.errors import Conflict
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.limits import Limits
from shared.rostering.runs import Outcome, Run
from tests.support.rosters import employees, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
SUSPENDED = "School: roster feed suspended, a person must act"
KEPT = "School: roster file kept, the connection is stopped"


def _feed(world: World) -> Feed:
    return world.rostering.store.feed(world.school, world.connection)


def _subjects(world: World) -> list[str]:
    return [mail.letter.subject for mail in world.mail.mails]


def _hold(world: World, times: int) -> list[Run]:
    """Files that lack a third of sixty students, each held."""
    runs = [world.send(STUDENTS, students(range(n, 40))) for n in range(times)]
    assert {run.outcome for run in runs} == {Outcome.HELD}
    return runs


def _suspended(world: World, *, by: int = 1) -> None:
    """A school of sixty whose feed is suspended."""
    world.set_up(limits=Limits(holds_in_a_row=by))
    world.send(STUDENTS, students(range(60)))
    _hold(world, by)
    assert _feed(world).stopped is StopReason.SUSPENDED


def _resume(world: World, actor: str = "person:1") -> list[str]:
    started = world.rostering.keeper.resume(world.school, world.connection, actor)
    world.drain()
    return [str(run) for run in started]


def test_files_that_only_archive_nobody_never_stop_newcomers(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send(STUDENTS, students(range(60)))
    for number in range(3):
        run = world.send(STUDENTS, students([*range(59), 70 + number], "broken"))
        assert [hold["code"] for hold in run.fields["holds"]] == ["REJECT_SHARE"]
    assert (_feed(world).stopped, _feed(world).holds_in_a_row) == (None, 0)
    assert "1072" in world.members()


def _audit(world: World, verb: str) -> list[str]:
    return [e.fields["actor"] for e in world.documents.all("audit") if e.fields["verb"] == verb]


def test_the_fifth_held_file_suspends_the_feed_and_a_mail_says_so(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    runs = _hold(world, 4)
    assert (_feed(world).stopped, _feed(world).holds_in_a_row) == (None, 4)
    assert SUSPENDED not in _subjects(world)
    runs += [world.send(STUDENTS, students(range(4, 40)))]
    feed = _feed(world)
    assert (feed.stopped, feed.stopped_run) == (StopReason.SUSPENDED, runs[4].run)
    assert _subjects(world).count(SUSPENDED) == 1
    (mail,) = [m for m in world.mail.mails if m.letter.subject == SUSPENDED]
    assert "5 files in a row were held." in mail.letter.text
    assert "HELD ARCHIVE_SHARE" in mail.letter.text


def test_a_good_file_in_between_begins_the_row_anew(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=2))
    world.send(STUDENTS, students(range(60)))
    _hold(world, 1)
    assert world.send(STUDENTS, students(range(60))).outcome is Outcome.UNCHANGED
    assert _feed(world).holds_in_a_row == 0
    _hold(world, 1)
    assert _feed(world).stopped is None


def test_an_approval_in_between_begins_the_row_anew(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=3))
    world.send(STUDENTS, students(range(60)))
    _hold(world, 2)
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert night["outcome"] == "HELD"
    assert _feed(world).holds_in_a_row == 2
    world.approve(world.run(night["run"]))
    world.drain()
    assert _feed(world).holds_in_a_row == 0


def test_files_that_raise_somebody_never_suspend_a_feed(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send("Lincoln_admins.csv", employees(range(3)))
    run = world.send("Lincoln_admins.csv", employees(range(8)))
    assert [hold["code"] for hold in run.fields["holds"]] == ["PRIVILEGE"]
    assert _feed(world).stopped is None


def test_dry_runs_never_suspend_a_feed(world: World) -> None:
    world.set_up(verified=False, limits=Limits(holds_in_a_row=1))
    for n in range(3):
        assert world.send(STUDENTS, students(range(n, 20))).outcome is Outcome.DRY_RUN
    assert _feed(world).stopped is None


def test_a_stopped_feed_works_on_no_file_and_archives_nobody(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send(STUDENTS, students(range(60)))
    world.send(TEACHERS, employees(range(20)))
    world.send(TEACHERS, employees(range(19)))
    _hold(world, 1)
    run = world.send(STUDENTS, students(range(61)))
    assert run.outcome is Outcome.PAUSED
    assert [hold["code"] for hold in run.fields["holds"]] == ["FEED_STOPPED"]
    world.archive_phase()
    assert world.archived() == []
    assert len(world.members()) == 80
    assert {run["trigger"] for run in world.runs()} == {"FILE"}
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    assert len(world.members()) == 80


def test_a_night_that_had_begun_before_the_stop_archives_nobody(world: World) -> None:
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send(TEACHERS, employees(range(20)))
    world.send(TEACHERS, employees(range(19)))
    world.pass_time(minutes=1)
    world.rostering.keeper.archive_now(world.school, world.connection, "person:1")
    stopped = replace(_feed(world), stopped=StopReason.UNDONE)
    world.save_feed(stopped)
    world.drain()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert night["outcome"] == "PAUSED"
    assert world.archived() == []


def test_files_that_only_wait_are_told_of_once_a_day(world: World) -> None:
    _suspended(world)
    told = []
    for hours in (1, 20, 2, 21):
        world.pass_time(hours=hours)
        before = len(world.mail.mails)
        world.send(STUDENTS, students(range(hours, 60)))
        told.append(_subjects(world)[before:])
    assert told == [[], [KEPT], [], [KEPT]]


def test_resuming_works_on_the_newest_file_of_each_kind(world: World) -> None:
    _suspended(world)
    world.send(STUDENTS, students(range(61)))
    newest = world.send(STUDENTS, students(range(62)))
    teachers = world.send(TEACHERS, employees(range(4)))
    started = _resume(world)
    runs = {world.run(run).fields["repeats"]: world.run(run) for run in started}
    assert runs.keys() == {newest.run, teachers.run}
    assert {run.outcome for run in runs.values()} == {Outcome.APPLIED}
    assert len(world.members()) == 66
    feed = _feed(world)
    assert (feed.stopped, feed.holds_in_a_row, feed.waiting) == (None, 0, ())
    assert _audit(world, "rosterFeeds:resume") == ["person:1"]


def test_resuming_twice_is_resuming_once(world: World) -> None:
    _suspended(world)
    world.send(STUDENTS, students(range(61)))
    assert len(_resume(world)) == 1
    runs = len(world.runs())
    assert _resume(world, "person:2") == []
    assert len(world.runs()) == runs
    assert _audit(world, "rosterFeeds:resume") == ["person:1"]


def test_a_feed_that_another_connection_took_over_stays_stopped(world: World) -> None:
    world.save_feed(Feed(stopped=StopReason.MIGRATED))
    with pytest.raises(Conflict) as refused:
        _resume(world)
    assert refused.value.reason == "FEED_MIGRATED"
    assert _feed(world).stopped is StopReason.MIGRATED


def test_what_waits_for_approval_can_be_approved_while_the_feed_is_stopped(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    _hold(world, 4)
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    _hold(world, 1)
    assert _feed(world).stopped is StopReason.SUSPENDED
    approval = world.approve(world.run(night["run"]))
    world.drain()
    assert world.run(approval).outcome is Outcome.APPLIED
    feed = _feed(world)
    assert (feed.stopped, feed.holds_in_a_row) == (StopReason.SUSPENDED, 0)


def test_a_file_can_be_worked_on_again(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    run = world.send(STUDENTS, students(range(1, 61), "1099,Ann,Lee,a@example.org,no grade,,"))
    again = world.rostering.keeper.again
    first = again(world.school, run.run, "person:1")
    assert again(world.school, run.run, "person:2") == first
    world.drain()
    assert world.run(first).fields["repeats"] == run.run
    assert world.run(first).fields["counts"]["rejected"] == 1
    world.pass_time(minutes=1)
    assert again(world.school, run.run, "person:1") != first
    world.drain()
    assert _audit(world, "rosterRuns:again") == ["person:1", "person:1"]


def test_an_older_file_that_is_worked_on_again_changes_nobody(world: World) -> None:
    old = world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(61)))
    again = world.rostering.keeper.again(world.school, old.run, "person:1")
    world.drain()
    assert world.run(again).outcome is Outcome.STALE
    assert len(world.members()) == 61


def test_a_file_is_not_worked_on_again_while_the_feed_is_stopped(world: World) -> None:
    _suspended(world)
    run = world.send(STUDENTS, students(range(61)))
    with pytest.raises(Conflict) as refused:
        world.rostering.keeper.again(world.school, run.run, "person:1")
    assert refused.value.reason == "FEED_STOPPED"


def test_a_person_archives_now_whoever_is_missing(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    world.pass_time(minutes=1)
    archive_now = world.rostering.keeper.archive_now
    first = archive_now(world.school, world.connection, "person:1")
    assert first is not None
    assert archive_now(world.school, world.connection, "person:1") == first
    world.drain()
    assert world.archived() == ["1058", "1059"]
    assert archive_now(world.school, world.connection, "person:1") is None
    assert _audit(world, "rosterRuns:archiveNow") == ["person:1"]


def test_archiving_now_shortens_no_wait_of_several_nights(world: World) -> None:
    world.set_up(archive_after_nights=3)
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(58)))
    for _ in range(4):
        world.pass_time(minutes=1)
        world.rostering.keeper.archive_now(world.school, world.connection, "person:1")
        world.drain()
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["1058", "1059"]


def test_a_lift_is_for_one_file(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    lift = world.rostering.keeper.lift
    expires = lift(world.school, world.connection, "UPDATE_SHARE", "person:1")
    assert (expires - world.now).total_seconds() == 2 * 3600
    assert _feed(world).lifted(world.now) == {"UPDATE_SHARE"}
    refused = world.send(STUDENTS, students(range(3)))
    assert refused.outcome is Outcome.REJECTED
    assert _feed(world).lifted(world.now) == {"UPDATE_SHARE"}
    run = world.send(STUDENTS, students(range(61)))
    assert run.fields["lifted"] == ["UPDATE_SHARE"]
    assert _feed(world).lifts == ()
    assert world.send(STUDENTS, students(range(62))).fields["lifted"] == []
    assert _audit(world, "rosterFeeds:lift") == ["person:1"]


def test_a_lift_ends_after_two_hours(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.rostering.keeper.lift(world.school, world.connection, "KEY_CHURN", "person:1")
    world.pass_time(hours=2)
    assert world.send(STUDENTS, students(range(61))).fields["lifted"] == []
    assert _feed(world).lifts == ()


@pytest.mark.parametrize("code", ["ARCHIVE_SHARE", "AMBIGUOUS_SET", "PRIVILEGE", "DRY_RUN"])
def test_what_is_approved_is_never_lifted(world: World, code: str) -> None:
    with pytest.raises(Conflict) as refused:
        world.rostering.keeper.lift(world.school, world.connection, code, "person:1")
    assert refused.value.reason == "NOT_LIFTABLE"
    assert _feed(world) == Feed()
