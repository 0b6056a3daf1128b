"""The alert about files that have stopped coming: when, how often, and that it does no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.kernel.outbox import OutboxEvent
from shared.rostering.connections import Connection, Method, Switches
from shared.rostering.feeds import StopReason
from shared.rostering.model import Kind
from shared.rostering.windows import Window, WindowKind
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
# In the district it is New York's time: the first file comes on Monday the 23rd at 6 PM. 36 hours
# of school days later it is Wednesday, 6 AM, or 11:00 in UTC.
OVERDUE = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
SUBJECT = "School: no roster file taken in, please check the export"


def _change(world: World, **settings: Any) -> Connection:
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    changed = replace(connection, **settings)
    world.rostering.store.save_connection(changed)
    return changed


def _look(world: World, now: datetime) -> int:
    """How many mails a look sends."""
    before = len(world.mail.mails)
    world.now = now
    told = world.rostering.watch.look(now)
    world.drain()
    sent = [mail.letter.subject for mail in world.mail.mails[before:]]
    assert sent == [SUBJECT] * told
    return told


def test_after_36_hours_of_school_days_the_school_is_told_once_a_day(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    assert _look(world, OVERDUE) == 0
    assert _look(world, OVERDUE + timedelta(hours=1)) == 1
    text = world.mail.mails[-1].letter.text
    assert "For 37 hours of school days" in text
    assert "Last file taken in: November 23, 2026, 11:00 PM UTC" in text
    told = [_look(world, OVERDUE + timedelta(hours=hour)) for hour in range(2, 50)]
    # Hour 18 is midnight of Thursday in New York, hour 42 that of Friday.
    assert [hour for hour, mails in enumerate(told, 2) if mails] == [18, 42]


def test_a_weekend_is_silent_and_does_not_count(world: World) -> None:
    world.now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # Friday, 8 PM
    world.send(STUDENTS, students(range(5)))
    start = world.now
    told = [hour for hour in range(1, 24 * 5) if _look(world, start + timedelta(hours=hour))]
    # 4 hours of Friday, 24 of Monday; with 8 of Tuesday they are 36, and at 9 AM they are more.
    tuesday = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert start + timedelta(hours=told[0]) == tuesday


def test_long_overdue_files_are_told_of_on_school_days_only(world: World) -> None:
    world.now = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    world.send(STUDENTS, students(range(5)))
    mails = [_look(world, datetime(2026, 11, day, 15, tzinfo=UTC)) for day in range(20, 26)]
    assert mails == [1, 0, 0, 1, 1, 1]


def test_days_of_a_blackout_do_not_count_and_are_silent(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    thanksgiving = Window(WindowKind.BLACKOUT, date(2026, 11, 24), date(2026, 11, 27))
    _change(world, windows=(thanksgiving,))
    assert _look(world, OVERDUE + timedelta(hours=5)) == 0
    # 6 hours of the 23rd, then those of Monday the 30th: 36 are over on Tuesday at 6 AM.
    assert _look(world, datetime(2026, 12, 1, 11, 0, tzinfo=UTC)) == 0
    assert _look(world, datetime(2026, 12, 1, 12, 0, tzinfo=UTC)) == 1


def test_a_good_file_ends_the_alert_and_a_refused_one_does_not(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    world.now = OVERDUE - timedelta(hours=2)
    world.send(STUDENTS, "nonsense\n")
    assert _look(world, OVERDUE + timedelta(hours=1)) == 1
    world.send(STUDENTS, students(range(5)))
    assert _look(world, OVERDUE + timedelta(hours=24)) == 0


@pytest.mark.parametrize(
    "settings",
    [
        {"enabled": False},
        {"verified_time": None},
        {"method": Method.CLEVER},
        {"switches": {Kind.STUDENT: Switches(add=True)}},
        {"switches": {}},
    ],
)
def test_a_connection_that_takes_nothing_from_anybody_is_not_watched(
    world: World, settings: dict[str, Any]
) -> None:
    world.send(STUDENTS, students(range(5)))
    _change(world, **settings)
    assert _look(world, OVERDUE + timedelta(hours=5)) == 0


def test_a_stopped_feed_is_not_called_overdue(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    feed = world.rostering.store.feed(world.school, world.connection)
    stopped = replace(feed, stopped=StopReason.SUSPENDED)
    world.save_feed(stopped)
    assert _look(world, OVERDUE + timedelta(hours=5)) == 0


def test_without_any_file_the_time_of_the_verification_counts(world: World) -> None:
    assert _look(world, OVERDUE) == 0
    assert _look(world, OVERDUE + timedelta(hours=1)) == 1
    assert "Last file taken in: none so far" in world.mail.mails[-1].letter.text


def test_two_looks_at_once_send_one_mail(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    now = OVERDUE + timedelta(hours=1)
    feed = world.rostering.store.feed(world.school, world.connection)
    assert _look(world, now) == 1
    # The other look had read the feed before the first one wrote.
    connection = _change(world)
    event = next(e for e in world.documents.all("outbox") if "overdue" in e.id)
    later = replace(feed, alerted=None)
    writes = world.rostering.watch._writes
    assert not writes.alert(connection, later, OutboxEvent.from_document(event.fields))
    assert _look(world, now) == 0


def test_an_alert_archives_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    for day in range(5):
        _look(world, OVERDUE + timedelta(days=day, hours=1))
    world.archive_phase()
    assert world.archived() == []
    assert {run["trigger"] for run in world.runs()} == {"FILE"}
