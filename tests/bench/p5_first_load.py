"""P5: the first load of a school, beside raw batches of the very same documents."""

from __future__ import annotations

import gc
import secrets
import statistics
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.cloud.firestore import MAX_WRITES, database
from shared.rostering.runs import Outcome
from tests.support.measuring import fresh_world
from tests.support.rosters import STUDENT_HEADER, file_of, student
from tests.support.world import World

PEOPLE = 5_000
ROUNDS = 5
MOST = 1.5
WORKERS = 4

Everything = list[tuple[str, dict[str, Any]]]


def measure() -> str:
    """Load the school and write its documents raw, in turn; the line."""
    text = file_of(STUDENT_HEADER, [_student(number) for number in range(PEOPLE)])
    world = fresh_world()
    _load(world, text, WORKERS)
    everything = _documents(world)
    _write_raw(everything)
    loads, alone, raws = [], [], []
    for _ in range(ROUNDS):
        loads.append(_load(fresh_world(), text, WORKERS))
        raws.append(_write_raw(everything))
        alone.append(_load(fresh_world(), text, 1))
    load, raw = statistics.median(loads), statistics.median(raws)
    ratio = load / raw
    verdict = "met" if ratio <= MOST else "short"
    return (
        f"P5 {verdict}: first load of {PEOPLE:,} people {ratio:.2f} x raw batches of the same "
        f"{len(everything):,} documents (at most {MOST} x); {WORKERS} tasks at a time as the queue "
        f"dispatches them, {statistics.median(alone) / raw:.2f} x with one; medians of {ROUNDS}: "
        f"{load:.2f} s and {raw:.2f} s; emulator; no seed"
    )


def _student(number: int) -> str:
    # Two in five have a brother or a sister: 4,000 guardians for 5,000 students.
    home = number if number % 5 else number + 1
    return student(
        number,
        parent=f"home{home}@example.org",
        phone=f"617-555-{home % 10_000:04d}",
    )


def _load(world: World, text: str, workers: int) -> float:
    """Seconds from the event to the closed run."""
    world.set_up()
    arrival = world.put_file("Lincoln_students.csv", text)
    gc.collect()
    start = time.perf_counter()
    world.rostering.starter.file_landed(arrival)
    with ThreadPoolExecutor(workers) as pool:
        while tasks := _roster_tasks(world):
            list(pool.map(lambda task: world.do(*task), tasks))
    seconds = time.perf_counter() - start
    run = world.run_of(arrival)
    if run.outcome is not Outcome.APPLIED:
        raise SystemExit(f"P5 short: the run ended as {run.outcome}")
    return seconds


def _roster_tasks(world: World) -> list[tuple[str, Mapping[str, Any]]]:
    """What was handed over, except for the mail, which comes after the load."""
    waiting, world.tasks.waiting = world.tasks.waiting, {}
    return [(url, payload) for url, payload in waiting.values() if url != "notice_send"]


def _documents(world: World) -> Everything:
    """Everything that a load wrote."""
    place = f"schools/{world.school}"
    (run,) = (found.id for found in world.documents.all(f"{place}/rosterRuns"))
    collections = [
        f"{place}/members",
        f"{place}/guardians",
        f"{place}/rosterRuns",
        f"{place}/rosterRuns/{run}/chunks",
        f"{place}/rosterSnapshots",
        "audit",
        "outbox",
        "idempotency",
    ]
    return [
        (found.path, found.fields) for name in collections for found in world.documents.all(name)
    ]


def _write_raw(everything: Everything) -> float:
    client = database(f"demo-raw-{secrets.token_hex(6)}")
    client.document("warm/up").get()
    gc.collect()
    start = time.perf_counter()
    for first in range(0, len(everything), MAX_WRITES):
        batch = client.batch()
        for path, fields in everything[first : first + MAX_WRITES]:
            batch.set(client.document(path), fields)
        batch.commit()
    return time.perf_counter() - start
