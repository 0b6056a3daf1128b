"""A night's sync of a large file in a `World`, with everything counted that it asks for."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from typing import NamedTuple

from shared.rostering.generations import Generations
from shared.rostering.model import Kind
from shared.rostering.reading import Reading, ReadOptions, read_roster
from shared.rostering.runs import Pointer, Run, pointer_fields, pointer_path
from shared.rostering.snapshot import Snapshot
from tests.support.counting import Counts, counted
from tests.support.memory import peak, reset_peak
from tests.support.world import ID_SPACE, World

FILE_NAME = "Lincoln_students.csv"


class Night(NamedTuple):
    """What came of a file.

    Attributes:
        seconds: of the task that reads the file, up to the pointer or to the plan.
        memory: bytes by which this process grew meanwhile at most.
    """

    run: Run
    counts: Counts
    seconds: float
    memory: int


def night(world: World, text: str) -> Night:
    """Send a file and do all the work, mail included."""
    arrival = world.put_file(FILE_NAME, text)
    with counted(world) as counts:
        world.rostering.starter.file_landed(arrival)
        (name,) = world.tasks.waiting
        url, payload = world.tasks.waiting.pop(name)
        before = reset_peak()
        start = time.perf_counter()
        assert not world.do(url, payload)
        seconds = time.perf_counter() - start
        memory = peak() - before
        world.drain()
    return Night(world.run_of(arrival), counts, seconds, memory * 1024)


def seed_snapshot(world: World, text: str) -> int:
    """Write snapshot and pointer as if the file had been applied, and no member.

    Returns:
        The bytes of the snapshot.
    """
    reading = read_roster(io.BytesIO(text.encode()), FILE_NAME, ReadOptions(ID_SPACE))
    return seed_from(world, reading)


def seed_from(world: World, reading: Reading, kinds: Iterable[Kind] = (Kind.STUDENT,)) -> int:
    """The same of a file that was opened, for these kinds; all whom it has are students."""
    applied = {seen.person: seen.digest for batch in reading.batches() for seen in batch}
    commit = world.documents.commit()
    sizes = {}
    for kind in kinds:
        snapshot = Snapshot(applied if kind is Kind.STUDENT else {})
        data, people = snapshot.encode(), len(snapshot.applied)
        name = f"schools/{world.school}/snapshots/{world.connection}-{kind.value}/seeded"
        world.files._work.write(name, data, "application/octet-stream")
        generations = Generations(1)
        pointer = Pointer(kind, object=name, people=people, rows=people, generations=generations)
        path = pointer_path(world.school, world.connection, kind)
        commit.create(path, pointer_fields(pointer, world.connection, "seeded", world.now))
        sizes[kind] = len(data)
    commit.run()
    return sizes[Kind.STUDENT]


def snapshot_bytes(world: World) -> int:
    """The size of the students' snapshot."""
    pointers = world.rostering.store.pointers(world.school, world.connection, [Kind.STUDENT])
    return len(world.files._work.read(pointers[Kind.STUDENT].object))
