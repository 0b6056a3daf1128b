"""P3 and P4 of people who are pulled from a system: from the first page to the pointer or plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from shared.rostering.runs import Outcome, Run
from tests.bench.nightly_counts import (
    CHANGED,
    MOST_BYTES,
    MOST_POINTER,
    PEOPLE,
    SEED,
    SIZES,
    WITHOUT_MEMBERS,
    beside,
    calls_for_people,
    most_calls,
    objects,
    people,
    pointer,
)
from tests.support.large_system import LargeSystem, large_system
from tests.support.measuring import fresh_world
from tests.support.nights import snapshot_bytes
from tests.support.pulled import PulledSchool
from tests.support.pulled_nights import (
    PulledNight,
    Step,
    pulled_night,
    pulled_school_of,
    seed_from_package,
)

KINDS = 4
"""A package is about all kinds of people, and each has its own pointer."""


class Part(NamedTuple):
    """What is said of pulled people, and whether it was met."""

    said: str
    met: bool


def unchanged() -> Part:
    """P3's part."""
    said, met, besides = [], True, set()
    for size in SIZES:
        with _applied(size) as (school, system):
            system.rename()
            night = _unchanged_night(school, size)
            again = pulled_night(school)
        counts = night.counts
        besides.add(beside(counts))
        unread = again.counts.objects["read files"] + again.counts.objects["read snapshots"]
        met = met and _is_unchanged(night) and _is_unchanged(again) and not unread
        said.append(
            f"{size:,} people: {people(counts)}, pointers {pointer(counts)}, snapshot "
            f"{objects(counts, 'snapshots')}; pulled in {_step(night.pull)}, "
            f"{night.package / 2**20:.1f} MiB, read in {_step(night.sync)}; the same again: "
            f"{unread} objects read, {again.sync.seconds:.2f} s"
        )
    text = (
        f"pulled from a system over https: {' | '.join(said)} | beside it, noted as it pulls: "
        f"{' or '.join(sorted(besides))} | at most {MOST_POINTER} reads + {MOST_POINTER} writes of "
        f"each kind's pointer, {KINDS} kinds"
    )
    return Part(text, met)


def changed() -> Part:
    """P4's part."""
    said, met = [], True
    for size in SIZES:
        with _applied(size) as (school, system):
            if size == WITHOUT_MEMBERS:
                _unchanged_night(school, size)
            number = CHANGED[size]
            system.change(number)
            night = pulled_night(school)
            bytes_each = snapshot_bytes(school.world) / size
        counts = night.counts
        calls = calls_for_people(counts)
        met = (
            met
            and night.run.outcome is Outcome.APPLIED
            and counts.writes["members"] == number
            and counts.reads["members"] <= number
            and calls <= most_calls(number)
            and bytes_each <= MOST_BYTES
        )
        said.append(
            f"{number} of {size:,} people: {counts.writes['members']} member writes, "
            f"{counts.reads['members']} reads, {counts.writes['audit']} audit entries, {calls} "
            f"calls for members of {counts.total_calls}, snapshot {bytes_each:.1f} bytes a "
            f"person; pulled in {_step(night.pull)}, {_step(night.sync)} to the plan"
        )
    return Part(f"pulled from a system over https: {' | '.join(said)}", met)


@contextmanager
def _applied(size: int) -> Iterator[tuple[PulledSchool, LargeSystem]]:
    """A school that has applied what its system has; at the largest size it has nothing yet."""
    with large_system("students", str(size), str(SEED)) as system:
        world = fresh_world()
        school = pulled_school_of(world, system)
        if size != WITHOUT_MEMBERS:
            run = school.pull()
            if run.outcome is not Outcome.APPLIED:
                raise SystemExit(f"P3 short: the first pull ended as {run.outcome}")
        yield school, system


def _unchanged_night(school: PulledSchool, size: int) -> PulledNight:
    def seed(run: Run) -> None:
        seed_from_package(school.world, run)

    return pulled_night(school, seed if size == WITHOUT_MEMBERS else None)


def _is_unchanged(night: PulledNight) -> bool:
    counts = night.counts
    most = MOST_POINTER * KINDS
    return (
        night.run.outcome is Outcome.UNCHANGED
        and not any(counts.reads[name] or counts.writes[name] for name in PEOPLE)
        and max(counts.reads["rosterSnapshots"], counts.writes["rosterSnapshots"]) <= most
        and counts.objects["write snapshots"] == 0
    )


def _step(step: Step) -> str:
    return f"{step.seconds:.2f} s, +{step.memory / 2**20:.0f} MiB"
