"""P3 and P4: a night on which nothing changed, and one on which some rows did; counts and time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from math import ceil
from typing import Any

from shared.cloud.firestore import database
from shared.rostering.runs import Outcome
from tests.support.counting import Counts
from tests.support.measuring import fresh_world
from tests.support.nightly_rosters import guid_text
from tests.support.nights import FILE_NAME, Night, night, seed_snapshot, snapshot_bytes
from tests.support.world import World

SIZES = (3_000, 50_000, 1_000_000)
WITHOUT_MEMBERS = 1_000_000
CHANGED = {3_000: 450, 50_000: 5_000, 1_000_000: 5_000}
SEED = 20_261_125
SAMPLE: Mapping[int, int] = {3_000: 50, 50_000: 10}
"""People whom the naive loop is tried on."""
FASTER = 1_000
MOST_POINTER = 2
MOST_BYTES = 32
CHANGES_A_CALL = 200
FIXED_CALLS = 2
"""Calls for members that don't grow with the changes: a last read and a last part aren't full."""

_PEOPLE = ("members", "guardians")


def measure_unchanged() -> str:
    """P3's line."""
    said, met, beside = [], True, set()
    for size in SIZES:
        text = guid_text(size, SEED)
        world = _loaded(text, size)
        # The blank line at its end makes other bytes of it.
        read = night(world, text + "\n")
        again = night(world, text + "\n")
        beside.add(_beside(read.counts))
        good = _unchanged(read) and read.counts.objects["read files"] == 1
        skips = _unchanged(again) and again.counts.objects.total() == 0
        met = met and good and skips
        line = (
            f"{size:,} people: {_people(read.counts)}, pointer {_pointer(read.counts)}, snapshot "
            f"{_object(read.counts, 'snapshots')}, {read.seconds:.2f} s, "
            f"+{read.memory / 2**20:.0f} MiB; same bytes: {again.counts.objects.total()} objects "
            f"read, {again.seconds:.2f} s"
        )
        if size in SAMPLE:
            naive = _naive_seconds(world, size)
            ratio = naive / read.seconds
            met = met and (ratio >= FASTER or size < max(SAMPLE))
            line += f"; naive loop {naive:,.0f} s, {ratio:,.0f} x"
        said.append(line)
    met = met and len(beside) == 1
    return (
        f"P3 {'met' if met else 'short'}: {' | '.join(said)} | beside it, at every size the same: "
        f"{' or '.join(sorted(beside))} | at most {MOST_POINTER} reads + {MOST_POINTER} writes "
        f"from reader to pointer, 0 of members, at least {FASTER:,} x the naive loop (query by "
        f"e-mail, then write; tried on {' and '.join(map(str, SAMPLE.values()))} of these people) "
        f"at {max(SAMPLE):,}; at {WITHOUT_MEMBERS:,} no member has a document; emulator; "
        f"seed {SEED}"
    )


def measure_changed() -> str:
    """P4's line."""
    said, met = [], True
    for size in SIZES:
        world = _loaded(guid_text(size, SEED), size)
        changed = CHANGED[size]
        found = night(world, guid_text(size, SEED, changed))
        counts = found.counts
        calls = sum(counts.calls[name] for name in _PEOPLE)
        most_calls = ceil(changed / CHANGES_A_CALL) + FIXED_CALLS
        bytes_each = snapshot_bytes(world) / size
        met = (
            met
            and found.run.outcome is Outcome.APPLIED
            and counts.writes["members"] == changed
            and counts.reads["members"] <= changed
            and calls <= most_calls
            and bytes_each <= MOST_BYTES
        )
        said.append(
            f"{changed} of {size:,} people: {counts.writes['members']} member writes, "
            f"{counts.reads['members']} reads, {counts.writes['audit']} audit entries, {calls} "
            f"calls for members of {counts.total_calls}, snapshot {bytes_each:.1f} bytes a "
            f"person, {found.seconds:.2f} s to the plan"
        )
    return (
        f"P4 {'met' if met else 'short'}: {' | '.join(said)} | writes = changes, reads at most "
        f"changes, calls for members at most ceil(changes / {CHANGES_A_CALL}) + {FIXED_CALLS}, "
        f"snapshot at most {MOST_BYTES} bytes with GUIDs; at {WITHOUT_MEMBERS:,} no member has a "
        f"document before; emulator; seed {SEED}"
    )


def _loaded(text: str, size: int) -> World:
    """A school that has applied this file; at the largest size only its snapshot says so."""
    world = fresh_world()
    world.set_up()
    if size == WITHOUT_MEMBERS:
        seed_snapshot(world, text)
    else:
        run = world.send(FILE_NAME, text)
        if run.outcome is not Outcome.APPLIED:
            raise SystemExit(f"P3 short: the first load ended as {run.outcome}")
    return world


def _unchanged(found: Night) -> bool:
    counts = found.counts
    pointer = (counts.reads["rosterSnapshots"], counts.writes["rosterSnapshots"])
    return (
        found.run.outcome is Outcome.UNCHANGED
        and not any(counts.reads[name] or counts.writes[name] for name in _PEOPLE)
        and max(pointer) <= MOST_POINTER
        and counts.objects["write snapshots"] == 0
    )


def _people(counts: Counts) -> str:
    reads, writes = (sum(c[name] for name in _PEOPLE) for c in (counts.reads, counts.writes))
    return f"{reads} member reads + {writes} writes"


def _pointer(counts: Counts) -> str:
    return f"{counts.reads['rosterSnapshots']} reads + {counts.writes['rosterSnapshots']} writes"


def _object(counts: Counts, name: str) -> str:
    return f"{counts.objects[f'read {name}']} read + {counts.objects[f'write {name}']} writes"


def _beside(counts: Counts) -> str:
    groups = {
        "claim of the event": ("idempotency",),
        "run and turn": ("rosterRuns", "rosterLocks"),
        "settings": ("district", "schools", "settings", "rosterConnections"),
        "event and mail": ("outbox", "notices"),
    }
    reads, writes = counts.reads, counts.writes
    return ", ".join(
        f"{what} {sum(reads[n] for n in names)} + {sum(writes[n] for n in names)}"
        for what, names in groups.items()
    )


def _naive_seconds(world: World, size: int) -> float:
    """What the loop would take for everybody, from what it takes for a few of them."""
    from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in the product

    client: Any = database(world.documents._project)
    collection = client.collection(f"schools/{world.school}/members")
    sample = SAMPLE[size]
    start = time.perf_counter()
    for number in range(0, size, size // sample):
        email = f"s{number:07d}@students.example.org"
        (found,) = collection.where(filter=FieldFilter("email", "==", email)).limit(1).get()
        found.reference.set(found.to_dict(), merge=True)
    return (time.perf_counter() - start) / sample * size
