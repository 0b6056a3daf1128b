"""What each ending of a run means for its feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.connections import Connection, Switches, connection_fields, connection_from
from shared.rostering.feed_course import RunEnding, feed_after, pausing, sort_of
from shared.rostering.feeds import Feed, Lift, StopReason, WaitingFile, feed_fields, feed_from
from shared.rostering.model import Kind
from shared.rostering.runs import Outcome, Run, Trigger, new_run_fields, run_from
from shared.rostering.windows import Window, WindowKind

NOW = datetime(2026, 11, 23, 23, tzinfo=UTC)
SIS = Connection(SchoolId("lincoln"), ConnectionId("sis"), "SIS", enabled=True)
FILE = {"bucket": "b", "object": "o", "generation": 7, "size": 1, "digest": "d"}


def run(
    trigger: Trigger = Trigger.FILE,
    subject: Kind | None = Kind.STUDENT,
    generation: int = 7,
    name: str = "students.csv",
    lifted: tuple[str, ...] = (),
) -> Run:
    fields = new_run_fields(SIS, f"run{generation}", trigger, NOW)
    if trigger is Trigger.FILE:
        fields["file"] = {**FILE, "generation": generation, "fileName": name}
    fields["subject"] = None if subject is None else subject.value
    fields["lifted"] = list(lifted)
    return run_from(fields, "v1")


def ending(outcome: Outcome, *holds: str, most: int = 5, sort: str = "student") -> RunEnding:
    return RunEnding(outcome, holds, NOW, most, sort)


@pytest.mark.parametrize(
    ("outcome", "holds", "in_a_row"),
    [
        (Outcome.HELD, ["ARCHIVE_SHARE"], 4),
        (Outcome.HELD, ["REJECT_SHARE", "INSERT_SHARE"], 4),
        (Outcome.HELD, ["REJECT_SHARE"], 3),
        (Outcome.HELD, ["FILE_TRUNCATED"], 3),
        (Outcome.HELD, ["AMBIGUOUS_SET"], 3),
        (Outcome.HELD, ["PRIVILEGE", "UPDATE_SHARE"], 4),
        (Outcome.HELD, ["PRIVILEGE"], 3),
        (Outcome.DRY_RUN, ["DRY_RUN"], 3),
        (Outcome.DRY_RUN, [], 3),
        (Outcome.APPLIED, [], 0),
        (Outcome.UNCHANGED, [], 0),
        (Outcome.REJECTED, ["SHRINK"], 3),
        (Outcome.STALE, [], 3),
        (Outcome.FAILED, [], 3),
        (Outcome.PAUSED, ["BLACKOUT"], 3),
    ],
)
def test_what_a_file_does_to_the_holds_in_a_row(
    outcome: Outcome, holds: list[str], in_a_row: int
) -> None:
    after = feed_after(Feed(holds_in_a_row=3), run(), ending(outcome, *holds))
    assert after.holds_in_a_row == in_a_row
    assert after.stopped is None


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_file_that_was_taken_in_is_a_good_sync(outcome: Outcome) -> None:
    taken_in = outcome in {Outcome.APPLIED, Outcome.UNCHANGED, Outcome.HELD, Outcome.DRY_RUN}
    assert (feed_after(Feed(), run(), ending(outcome)).last_good == NOW) == taken_in


@pytest.mark.parametrize("outcome", Outcome)
def test_a_night_means_nothing_to_a_feed(outcome: Outcome) -> None:
    feed = Feed(holds_in_a_row=3, lifts=(Lift("UPDATE_SHARE", NOW, "person:1"),))
    night = run(Trigger.ARCHIVE_PHASE)
    assert feed_after(feed, night, ending(outcome, "ARCHIVE_SHARE")) == feed


def test_an_approval_that_was_applied_ends_the_row_of_holds() -> None:
    feed = Feed(holds_in_a_row=3, last_good=NOW - timedelta(days=1))
    approval = run(Trigger.APPROVAL)
    after = feed_after(feed, approval, ending(Outcome.APPLIED))
    assert after == replace(feed, holds_in_a_row=0)
    assert feed_after(feed, approval, ending(Outcome.STALE, "APPROVAL_STALE")) == feed


@pytest.mark.parametrize(
    ("before", "most", "stopped"),
    [(4, 5, True), (3, 5, False), (0, 1, True), (99, 0, False), (7, 5, True)],
)
def test_the_last_of_too_many_holds_suspends_the_feed(
    before: int, most: int, *, stopped: bool
) -> None:
    held = ending(Outcome.HELD, "ARCHIVE_SHARE", most=most)
    after = feed_after(Feed(holds_in_a_row=before), run(), held)
    assert (after.stopped is StopReason.SUSPENDED) == stopped
    assert (after.stopped_run, after.stopped_time) == (("run7", NOW) if stopped else (None, None))


def test_a_feed_that_is_stopped_keeps_its_reason() -> None:
    feed = Feed(stopped=StopReason.UNDONE, stopped_run="old", holds_in_a_row=9)
    after = feed_after(feed, run(), ending(Outcome.HELD, "ARCHIVE_SHARE"))
    assert (after.stopped, after.stopped_run) == (StopReason.UNDONE, "old")


def test_a_file_uses_up_the_lifts_that_were_on_when_it_was_read() -> None:
    later = NOW + timedelta(hours=1)
    lifts = (
        Lift("UPDATE_SHARE", later, "person:1"),
        Lift("KEY_CHURN", later, "person:1"),
        Lift("INSERT_SHARE", NOW, "person:1"),
    )
    feed = Feed(lifts=lifts)
    reader = run(lifted=("UPDATE_SHARE",))
    # KEY_CHURN was lifted while the file was being applied, and INSERT_SHARE is over.
    assert feed_after(feed, reader, ending(Outcome.HELD, "KEY_CHURN")).lifts == (lifts[1],)
    assert feed_after(feed, reader, ending(Outcome.REJECTED, "SHRINK")).lifts == lifts
    assert feed.lifted(NOW) == {"UPDATE_SHARE", "KEY_CHURN"}


def test_of_the_files_that_wait_the_newest_of_each_sort_stays() -> None:
    feed = Feed()
    for generation, sort in [(3, "student"), (9, "student"), (5, "student"), (4, "teacher")]:
        paused = ending(Outcome.PAUSED, "BLACKOUT", sort=sort)
        feed = feed_after(feed, run(generation=generation), paused)
    assert feed.waiting == (WaitingFile("teacher", "run4", 4), WaitingFile("student", "run9", 9))


def test_a_newer_file_that_was_taken_in_makes_one_that_waits_needless() -> None:
    waiting = (WaitingFile("student", "a", 5), WaitingFile("teacher", "b", 6))
    feed = Feed(waiting=waiting)
    assert feed_after(feed, run(generation=7), ending(Outcome.APPLIED)).waiting == waiting[1:]
    assert feed_after(feed, run(generation=4), ending(Outcome.APPLIED)).waiting == waiting
    assert feed_after(feed, run(generation=7), ending(Outcome.REJECTED)).waiting == waiting


def test_each_part_of_a_set_of_files_waits_by_itself() -> None:
    parts = replace(SIS, file_sets={Kind.STUDENT: ("9", "10")})
    names = ["students_9.csv", "students_10.csv"]
    assert [sort_of(run(name=name), SIS) for name in names] == ["student", "student"]
    assert len({sort_of(run(name=name), parts) for name in names}) == 2
    assert len({sort_of(run(subject=None, name=name), SIS) for name in names}) == 2


def test_a_stopped_feed_is_told_of_again_after_twenty_hours() -> None:
    feed = Feed(stopped=StopReason.SUSPENDED, alerted=NOW - timedelta(hours=19))
    paused = ending(Outcome.PAUSED, "FEED_STOPPED")
    assert feed_after(feed, run(), paused).alerted == feed.alerted
    old = replace(feed, alerted=NOW - timedelta(hours=20))
    assert feed_after(old, run(), paused).alerted == NOW


@pytest.mark.parametrize("trigger", [Trigger.FILE, Trigger.ARCHIVE_PHASE])
def test_what_stops_a_file_and_a_night(trigger: Trigger) -> None:
    stopped = Feed(stopped=StopReason.SUSPENDED)

    def code(window: WindowKind | None, feed: Feed) -> str | None:
        hold = pausing(run(trigger), window, feed)
        return None if hold is None else hold.code

    assert code(None, Feed()) is None
    assert code(WindowKind.ADDS_ONLY, Feed()) is None
    assert code(WindowKind.BLACKOUT, Feed()) == "BLACKOUT"
    assert code(None, stopped) == code(WindowKind.ADDS_ONLY, stopped) == "FEED_STOPPED"
    assert code(WindowKind.BLACKOUT, stopped) == "BLACKOUT"


def test_a_persons_word_counts_at_any_time() -> None:
    stopped = Feed(stopped=StopReason.SUSPENDED)
    assert pausing(run(Trigger.APPROVAL), WindowKind.BLACKOUT, stopped) is None


@given(
    holds=st.integers(0, 9),
    stopped=st.sampled_from([None, *StopReason]),
    lifts=st.lists(st.sampled_from(["UPDATE_SHARE", "KEY_CHURN"]), unique=True),
    sorts=st.lists(st.sampled_from(["student", "teacher"]), unique=True),
)
def test_a_feed_comes_out_of_its_document_as_it_went_in(
    holds: int, stopped: StopReason | None, lifts: list[str], sorts: list[str]
) -> None:
    feed = Feed(
        version="v1",
        stopped=stopped,
        holds_in_a_row=holds,
        last_good=NOW,
        lifts=tuple(Lift(code, NOW, "person:1") for code in lifts),
        waiting=tuple(WaitingFile(sort, "r", 1) for sort in sorts),
    )
    assert feed_from(feed_fields(feed, "sis"), "v1") == feed


WEEK = [date(2026, 11, day) for day in range(23, 30)]
ADDS = Window(WindowKind.ADDS_ONLY, date(2026, 11, 24), date(2026, 11, 26))
BLACK = Window(WindowKind.BLACKOUT, date(2026, 11, 26), date(2026, 11, 27))


def test_a_window_holds_from_its_first_to_its_last_day() -> None:
    switches = {Kind.STUDENT: Switches(add=True, update=True, archive=True)}
    known = replace(SIS, switches=switches, windows=(ADDS, BLACK))
    allowed = [known.within(day).switches_of(Kind.STUDENT) for day in WEEK]
    everything, adds, nothing = switches[Kind.STUDENT], Switches(add=True), Switches()
    assert allowed == [everything, adds, adds, nothing, nothing, everything, everything]


def test_a_file_of_a_window_is_looked_at_again_after_it() -> None:
    switches = {Kind.STUDENT: Switches(add=True, update=True, archive=True)}
    known = replace(SIS, switches=switches, windows=(ADDS, BLACK))
    hashes = [known.within(day).settings_hash() for day in WEEK]
    assert len(set(hashes)) == 3
    assert hashes[0] == hashes[-1] == known.settings_hash()


def test_windows_come_out_of_the_document_as_they_went_in() -> None:
    known = replace(SIS, windows=(ADDS, BLACK))
    assert connection_from(connection_fields(known)) == known
