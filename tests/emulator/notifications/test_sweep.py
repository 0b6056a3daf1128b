"""Kicks and sweeps through the local Cloud Tasks, which really calls a door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.ports import LOOPBACK, free_port
from infra.local.process import Child
from infra.local.tasks_queue import tasks_spec
from tests.emulator.notifications.deliveries import SchoolOffice
from tests.emulator.notifications.relays import OK, ScriptedRelay
from tests.support.doors import Door, open_door


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


@pytest.fixture
def queued(office: SchoolOffice, door: Door, tmp_path: Path) -> Iterator[SchoolOffice]:
    """The office in a project of its own, because a sweep looks at all schools."""
    office.project = f"{office.project}-{office.school}"
    office.choose(("office@lincoln.example", "en"))
    port = free_port()
    child = Child(tasks_spec(port, tmp_path / "tasks.jsonl", ["notices"]), tmp_path)
    try:
        child.wait_ready()
        office.tasks_host, office.url = f"{LOOPBACK}:{port}", door.url
        yield office
    finally:
        child.stop()


def events_of(door: Door, count: int) -> list[tuple[str, str]]:
    """Task name and event of each call."""
    return [
        (call.headers["x-cloudtasks-taskname"], json.loads(call.body)["event"])
        for call in door.wait_for(count)
    ]


def test_an_event_is_kicked_once_under_its_own_name(queued: SchoolOffice, door: Door) -> None:
    event_id = queued.announce()
    for _ in range(3):
        queued.service().kick(event_id)
    assert events_of(door, 1) == [(f"notice-{event_id}", event_id)]


def test_a_queue_that_is_away_does_not_fail_the_commit_that_was_made(office: SchoolOffice) -> None:
    office.service().kick(office.announce())


def test_the_sweeper_takes_up_what_nobody_delivered(queued: SchoolOffice, door: Door) -> None:
    event_id = queued.announce()
    queued.clock.forward(seconds=59)
    assert queued.service().sweep() == 0
    queued.clock.forward(seconds=1)
    assert queued.service().sweep() == 1
    assert queued.service().sweep() == 1
    queued.clock.forward(seconds=60)
    assert queued.service().sweep() == 1
    assert events_of(door, 2) == [
        (f"notice-{event_id}-202611222006", event_id),
        (f"notice-{event_id}-202611222007", event_id),
    ]
    queued.service().deliver_event(event_id)
    queued.clock.forward(hours=1)
    assert queued.service().sweep() == 0


def test_the_sweeper_waits_for_the_delay_of_a_relay(
    queued: SchoolOffice, door: Door, relay: ScriptedRelay
) -> None:
    relay.rcpt = lambda _: "451 try later"
    event_id = queued.announce()
    queued.service().deliver_event(event_id)
    queued.clock.forward(seconds=29)
    assert queued.service().sweep() == 0
    queued.clock.forward(seconds=1)
    assert queued.service().sweep() == 1
    relay.rcpt = lambda _: OK
    queued.service().deliver_event(events_of(door, 1)[0][1])
    assert queued.event(event_id)["state"] == "DONE"
