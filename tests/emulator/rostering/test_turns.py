"""The turn of a school, what reconcile repairs, the hour of the archive, and runs given up."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from google.api_core import exceptions
from google.auth.exceptions import TransportError

from shared.cloud.firestore import translated
from shared.kernel.errors import Permanent, Transient
from shared.kernel.outbox import event_id
from shared.rostering.connections import Connection
from shared.rostering.run_store import lock_path
from shared.rostering.runs import Arrival, Outcome, Run, RunState
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"

Task = tuple[str, tuple[str, Mapping[str, Any]]]


def _nights(world: World) -> list[dict[str, Any]]:
    return [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]


def _land(world: World, text: str) -> Arrival:
    arrival = world.put_file(STUDENTS, text)
    world.rostering.starter.file_landed(arrival)
    return arrival


def _next_task(world: World) -> Task:
    """Take the next task out of the list, as if its delivery had begun."""
    name = next(iter(world.tasks.waiting))
    return name, world.tasks.waiting.pop(name)


def _turn(world: World) -> str | None:
    return world.rostering.store.lock_holder(world.school)


def _at(world: World, hour_utc: int) -> datetime:
    """The next time that it is this hour; in November New York is five hours behind."""
    later = world.now.replace(hour=hour_utc, minute=0)
    return later if later > world.now else later + timedelta(days=1)


def _tick(world: World, hour_utc: int) -> None:
    """The hourly job at this hour, and all its work."""
    world.now = _at(world, hour_utc)
    world.rostering.starter.start_archive_phases(world.now)
    world.drain()


def test_a_delivery_that_comes_second_keeps_no_turn_of_a_run_that_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _land(world, students(range(10)))
    _, (url, payload) = _next_task(world)
    store = world.rostering.store
    lock = store.lock
    overtaken: list[Run] = []

    def late(school: str, run_id: str) -> bool:
        """The delivery that asks has read the run already; another one does all of it now."""
        monkeypatch.setattr(store, "lock", lock)
        assert not world.do(url, payload)
        world.drain()
        overtaken.append(world.run_of(run))
        return lock(school, run_id)

    monkeypatch.setattr(store, "lock", late)
    if world.do(url, payload):
        world.tasks.waiting["again"] = (url, payload)
    world.drain()

    assert [each.outcome for each in overtaken] == [Outcome.APPLIED]
    assert _turn(world) is None
    assert world.send(STUDENTS, students(range(12))).outcome is Outcome.APPLIED


def test_two_deliveries_at_once_leave_no_turn_taken(world: World) -> None:
    seed = 5
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    chance = random.Random(seed)  # noqa: S311  # moments, not secrets
    world.send(STUDENTS, students(range(5)))
    lasts = 0.03

    def deliver(task: Task, wait: float) -> float:
        time.sleep(wait)
        begun = time.monotonic()
        if world.do(*task[1]):
            world.tasks.waiting[task[0]] = task[1]
        return time.monotonic() - begun

    with ThreadPoolExecutor(2) as threads:
        for number in range(60):
            _land(world, students(range(5)))
            task = _next_task(world)
            waits = (0.0, lasts * chance.uniform(0.5, 1.1))
            first, _ = threads.map(deliver, (task, task), waits)
            lasts = (lasts + first) / 2
            world.drain()
            assert _turn(world) is None, f"the turn was kept after pair {number}"


def test_reconcile_takes_the_turn_from_a_run_that_ended(world: World) -> None:
    ended = world.send(STUDENTS, students(range(10)))
    commit = world.documents.commit()
    commit.create(lock_path(world.school), {"schemaVersion": 1, "run": ended.run})
    commit.run()
    waiting = _land(world, students(range(12)))
    world.drain()
    world.pass_time(hours=1)
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    assert world.run_of(waiting).outcome is Outcome.APPLIED
    assert _turn(world) is None


def test_reconcile_leaves_the_turn_with_a_run_that_is_being_applied(world: World) -> None:
    arrival = _land(world, students(range(10)))
    _, (url, payload) = _next_task(world)
    assert not world.do(url, payload)
    run = world.run_of(arrival)
    assert run.state is RunState.APPLYING
    world.rostering.reconciler.reconcile(world.clock)
    assert _turn(world) == run.run
    world.drain()
    assert world.run_of(arrival).outcome is Outcome.APPLIED


def _break_at_its_end(world: World) -> Run:
    """A run that has applied everything and cannot close, because its last state is gone."""
    world.send(STUDENTS, students(range(10)))
    arrival = _land(world, students(range(12)))
    _, (url, payload) = _next_task(world)
    assert not world.do(url, payload)
    commit = world.documents.commit()
    pointer = f"schools/{world.school}/rosterSnapshots/{world.connection}-student"
    commit.update(pointer, {"object": "schools/none"})
    commit.run()
    _, (_, chunk) = _next_task(world)
    with pytest.raises(Permanent):
        world.rostering.applier.apply(chunk["school"], chunk["run"], chunk["chunk"])
    run = world.run_of(arrival)
    assert (run.state, run.chunks_done) == (RunState.APPLYING, run.chunks_total)
    return run


def test_a_run_that_cannot_end_is_given_up_and_keeps_no_other_school_waiting(
    world: World,
) -> None:
    broken = _break_at_its_end(world)
    other = world.neighbor()
    other.set_up()
    lost = _land(other, students(range(12)))
    world.tasks.waiting.clear()
    for _ in range(2):
        world.pass_time(hours=1)
        world.rostering.reconciler.reconcile(world.clock)
        world.drain()
    assert other.run_of(lost).outcome is Outcome.APPLIED
    assert world.run(broken.run).outcome is Outcome.FAILED
    assert _turn(world) is None


def test_a_run_whose_plan_is_gone_is_given_up_and_the_next_file_does_the_rest(
    world: World,
) -> None:
    world.most_writes = 10
    world.restart()
    arrival = _land(world, students(range(40)))
    for _ in range(2):
        _, (url, payload) = _next_task(world)
        assert not world.do(url, payload)
    run = world.run_of(arrival)
    assert run.manifest is not None
    assert (run.state, run.chunks_done) == (RunState.APPLYING, 1)
    world.files._work.delete(run.manifest.object)
    world.drain()
    assert world.run(run.run).outcome is Outcome.FAILED
    assert _turn(world) is None
    world.send(STUDENTS, students(range(40)))
    assert len(world.members()) == len(world.guardians()) == 40


@pytest.mark.parametrize("hour_utc", [9, 10])
def test_an_archive_hour_that_was_missed_is_made_up_for_the_same_day(
    world: World, hour_utc: int
) -> None:
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    _tick(world, 7)
    assert world.archived() == []
    _tick(world, hour_utc)
    assert world.archived() == ["1039"]


def test_later_ticks_of_a_day_whose_archive_was_done_count_no_further_night(
    world: World,
) -> None:
    world.set_up(archive_after_nights=2)
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    for hour_utc in (8, 9, 10):
        _tick(world, hour_utc)
        assert world.archived() == []
    _tick(world, 8)
    assert world.archived() == ["1039"]
    assert len(_nights(world)) == 2


def test_somebody_missing_since_the_days_archive_waits_for_the_next_one(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    _tick(world, 8)
    world.send(STUDENTS, students(range(39)))
    _tick(world, 9)
    assert world.archived() == []
    _tick(world, 8)
    assert world.archived() == ["1039"]


def test_a_school_that_cannot_be_read_stops_no_other_and_is_made_up_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.neighbor()
    other.set_up()
    for each in (world, other):
        each.send(STUDENTS, students(range(40)))
        each.send(STUDENTS, students(range(39)))
    store = world.rostering.store
    connections = store.connections

    def out_of_order(school: str) -> list[Connection]:
        if school == world.school:
            raise Transient("DATABASE_UNAVAILABLE", "as in an outage")
        return connections(school)

    with monkeypatch.context() as outage:
        outage.setattr(store, "connections", out_of_order)
        world.now = _at(world, 8)
        with suppress(Transient):
            world.rostering.starter.start_archive_phases(world.now)
        world.drain()
    assert (world.archived(), other.archived()) == ([], ["1039"])
    _tick(world, 9)
    assert (world.archived(), other.archived()) == (["1039"], ["1039"])


def test_a_night_waits_for_a_file_that_landed_before_it(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    world.now = _at(world, 8)
    landed = _land(world, students(range(40)))
    world.pass_time(minutes=1)
    world.rostering.starter.start_archive_phases(world.now)
    file_task = _next_task(world)
    night_task = _next_task(world)
    again = world.do(*night_task[1])
    assert [night["state"] for night in _nights(world)] == [RunState.RECEIVED]
    world.tasks.waiting.update([file_task, *([night_task] if again else [])])
    world.drain()
    assert world.run_of(landed).outcome in {Outcome.APPLIED, Outcome.UNCHANGED}
    assert [night["state"] for night in _nights(world)] == [RunState.CLOSED]
    assert world.archived() == []
    assert not any(run["counts"].get("archived") for run in world.runs())


def test_the_mail_of_a_run_that_was_given_up_claims_nobody_who_is_not_there(world: World) -> None:
    world.most_writes = 10
    world.restart()
    arrival = _land(world, students(range(40)))
    for _ in range(2):
        _, (url, payload) = _next_task(world)
        assert not world.do(url, payload)
    run = world.run_of(arrival)
    added = len(world.members())
    assert 0 < added < 40
    world.rostering.closer.give_up(world.school, run.run, "UNEXPECTED")
    world.drain()

    event = world.documents.get(f"outbox/{event_id('roster.run.closed', run.run)}")
    assert event is not None
    counts = event.fields["payload"]["counts"]
    assert counts.get("added", {}) in ({}, {"student": added})
    assert counts.get("guardians", 0) in (0, len(world.guardians()))
    (mail,) = world.mail.mails
    of_forty = [line for line in mail.letter.text.splitlines() if "40" in line.split()]
    assert [line for line in of_forty if not line.startswith("The file has")] == []


@pytest.mark.parametrize(
    "kind",
    [
        exceptions.ResourceExhausted,
        exceptions.TooManyRequests,
        exceptions.ServiceUnavailable,
        exceptions.DeadlineExceeded,
        exceptions.Aborted,
        exceptions.Cancelled,
        TransportError,
    ],
)
def test_a_quota_or_an_outage_of_the_database_is_worth_another_try(kind: type[Exception]) -> None:
    with pytest.raises(Transient), translated():
        raise kind("as the client would")
