"""F1: a large school is loaded in bounded time and memory; the same people again write nobody."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from multiprocessing import get_context

from shared.rostering.runs import Outcome, Run
from tests.support.measuring import fresh_world
from tests.support.memory import peak
from tests.support.rosters import employees, file_of
from tests.support.world import World

STUDENTS = 20_000
STAFF = 2_000
GUARDIANS = 30_000
MOST_SECONDS = 300
MOST_MEBIBYTES = 512
WORKERS = 4
HEADER = "Student ID,First Name,Last Name,Email,Grade,Parent 1 Email,Parent 2 Email"
_FIRST = ("Ana", "José", "Mei", "Oluwaseun", "Zoë", "Nguyễn", "Fatima", "Łukasz")
_LAST = ("García", "Smith-Jones", "O'Neill", "Kowalski", "Özdemir", "Li", "Peña", "Müller")


def measure(seed: int, students: int = STUDENTS, staff: int = STAFF) -> str:
    """Load a school, send the same people again, and give the figure's line.

    In a process of its own, so that the memory is that of the road and of nothing else.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_measured, seed, students, staff).result()


def _measured(seed: int, students: int, staff: int) -> str:
    chance = random.Random(seed)  # noqa: S311  # invented names
    world = fresh_world()
    world.set_up()
    start = time.perf_counter()
    _send(world, "Lincoln_staff.csv", employees(range(staff)))
    _send(world, "Lincoln_students.csv", _students(chance, students))
    seconds = time.perf_counter() - start
    members, guardians = _times(world, "members"), _times(world, "guardians")
    again = _send(world, "Lincoln_students.csv", _students(random.Random(seed), students) + "\n")  # noqa: S311
    after = _times(world, "members")
    written = sum(after[who] != when for who, when in members.items())
    mebibytes = peak() / 1024
    wanted = (students + staff, students * GUARDIANS // STUDENTS)
    met = (
        (len(members), len(guardians)) == wanted
        and again.outcome is Outcome.UNCHANGED
        and written == 0
        and seconds <= MOST_SECONDS
        and mebibytes <= MOST_MEBIBYTES
    )
    return (
        f"F1 {'met' if met else 'short'}: {students:,} students, {staff:,} staff and "
        f"{len(guardians):,} guardians first loaded in {seconds:.0f} s (at most {MOST_SECONDS} s), "
        f"{mebibytes:.0f} MiB (at most {MOST_MEBIBYTES} MiB); the same people again: "
        f"{written} member writes; {WORKERS} tasks at a time; emulator; seed {seed}"
    )


def _students(chance: random.Random, number: int) -> str:
    """Three guardians for each two students: both have the first, each has one of their own."""
    return file_of(HEADER, list(_rows(chance, number)))


def _rows(chance: random.Random, number: int) -> Iterator[str]:
    for n in range(number):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        grade = f"{chance.randrange(9, 13):02d}"
        parents = f"home{n // 2}@example.org,own{n}@example.org"
        yield f"{10_000 + n},{first},{last},s{n}@students.example.org,{grade},{parents}"


def _send(world: World, name: str, text: str) -> Run:
    """Send a file and do its work as the queues would, several tasks at a time."""
    arrival = world.put_file(name, text)
    world.rostering.starter.file_landed(arrival)
    with ThreadPoolExecutor(WORKERS) as pool:
        while world.tasks.waiting:
            waiting, world.tasks.waiting = world.tasks.waiting, {}
            list(pool.map(lambda task: world.do(*task), waiting.values()))
    return world.run_of(arrival)


def _times(world: World, collection: str) -> dict[str, datetime]:
    found = world.documents.all(f"schools/{world.school}/{collection}")
    return {each.id: each.fields["updateTime"] for each in found}
