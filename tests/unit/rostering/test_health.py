"""What makes a school's rostering well or not: the worst of the connections that are in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.connections import Connection, Switches
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.health import HealthState, connection_state, school_state
from shared.rostering.model import Kind
from shared.rostering.windows import Window, WindowKind

ZONE = "America/New_York"
# A Monday, 8 AM in New York. 36 hours later it is Tuesday, 8 PM.
GOOD = datetime(2026, 11, 23, 13, tzinfo=UTC)
SIS = Connection(
    SchoolId("lincoln"),
    ConnectionId("sis"),
    "SIS",
    enabled=True,
    switches={Kind.STUDENT: Switches(add=True, update=True)},
    verified_time=GOOD - timedelta(days=30),
)
FED = Feed(last_good=GOOD)


def state(
    connection: Connection = SIS, feed: Feed = FED, waiting: int = 0, hours: float = 1
) -> HealthState:
    return connection_state(connection, feed, waiting, GOOD + timedelta(hours=hours), ZONE)


def test_files_are_late_after_36_hours_of_school_days() -> None:
    assert state(hours=36) is HealthState.OK
    assert state(hours=36.1) is HealthState.LATE
    holidays = Window(WindowKind.BLACKOUT, date(2026, 11, 24), date(2026, 11, 24))
    assert state(replace(SIS, windows=(holidays,)), hours=36.1) is HealthState.OK
    friday = Feed(last_good=datetime(2026, 11, 21, 1, tzinfo=UTC))  # 8 PM in New York
    # 4 hours of Friday and none of the weekend: on Monday at noon it is 16.
    assert state(feed=friday, hours=4) is HealthState.OK


def test_before_the_first_file_the_time_of_the_first_approval_counts() -> None:
    assert state(feed=Feed()) is HealthState.LATE
    assert state(replace(SIS, verified_time=GOOD), Feed()) is HealthState.OK
    assert state(replace(SIS, verified_time=None), Feed()) is HealthState.OK


def test_only_files_whose_lack_leaves_somebody_wrong_are_late() -> None:
    adds = {Kind.STUDENT: Switches(add=True)}
    assert state(replace(SIS, switches=adds), hours=60) is HealthState.OK


@pytest.mark.parametrize("reason", [StopReason.SUSPENDED, StopReason.UNDONE])
def test_a_stop_outranks_what_waits_and_what_waits_outranks_lateness(reason: StopReason) -> None:
    assert state(feed=replace(FED, stopped=reason), waiting=2, hours=60) is HealthState.STOPPED
    assert state(waiting=1, hours=60) is HealthState.WAITING


def test_what_is_switched_off_or_taken_over_is_not_connected() -> None:
    assert state(replace(SIS, enabled=False), waiting=1) is HealthState.NOT_CONNECTED
    taken_over = replace(FED, stopped=StopReason.MIGRATED)
    assert state(feed=taken_over, hours=60) is HealthState.NOT_CONNECTED


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        ([], "NOT_CONNECTED"),
        (["NOT_CONNECTED"], "NOT_CONNECTED"),
        (["NOT_CONNECTED", "OK"], "OK"),
        (["OK", "LATE"], "LATE"),
        (["WAITING", "LATE", "OK"], "WAITING"),
        (["OK", "STOPPED", "WAITING"], "STOPPED"),
    ],
)
def test_of_several_the_worst_counts(states: list[str], worst: str) -> None:
    assert school_state(map(HealthState, states)) == worst
