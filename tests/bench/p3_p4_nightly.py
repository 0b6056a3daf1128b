"""P3 and P4: a night on which nothing changed, and one on which some rows did; counts and time.

First of a file that was sent; `tests.bench.p3_p4_pulled` has people who are pulled.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from shared.cloud.firestore import database
from shared.rostering.runs import Outcome
from tests.bench import p3_p4_pulled
from tests.bench.nightly_counts import (
    CHANGED,
    CHANGES_A_CALL,
    FIXED_CALLS,
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
from tests.support.measuring import fresh_world
from tests.support.nightly_rosters import guid_text
from tests.support.nights import FILE_NAME, Night, night, seed_snapshot, snapshot_bytes
from tests.support.world import World

SAMPLE: Mapping[int, int] = {3_000: 50, 50_000: 10}
"""People whom the naive loop is tried on."""
FASTER = 1_000


def measure_unchanged() -> str:
    """P3's line."""
    said, met, besides = [], True, set()
    for size in SIZES:
        text = guid_text(size, SEED)
        world = _loaded(text, size)
        # The blank line at its end makes other bytes of it.
        read = night(world, text + "\n")
        again = night(world, text + "\n")
        besides.add(beside(read.counts))
        good = _unchanged(read) and read.counts.objects["read files"] == 1
        skips = _unchanged(again) and again.counts.objects.total() == 0
        met = met and good and skips
        line = (
            f"{size:,} people: {people(read.counts)}, pointer {pointer(read.counts)}, snapshot "
            f"{objects(read.counts, 'snapshots')}, {read.seconds:.2f} s, "
            f"+{read.memory / 2**20:.0f} MiB; same bytes: {again.counts.objects.total()} objects "
            f"read, {again.seconds:.2f} s"
        )
        if size in SAMPLE:
            naive = _naive_seconds(world, size)
            ratio = naive / read.seconds
            met = met and (ratio >= FASTER or size < max(SAMPLE))
            line += f"; naive loop {naive:,.0f} s, {ratio:,.0f} x"
        said.append(line)
    pulled = p3_p4_pulled.unchanged()
    met = met and len(besides) == 1 and pulled.met
    return (
        f"P3 {'met' if met else 'short'}: {' | '.join(said)} | beside it, at every size the same: "
        f"{' or '.join(sorted(besides))} | at most {MOST_POINTER} reads + {MOST_POINTER} writes "
        f"from reader to pointer, 0 of members, at least {FASTER:,} x the naive loop (query by "
        f"e-mail, then write; tried on {' and '.join(map(str, SAMPLE.values()))} of these people) "
        f"at {max(SAMPLE):,} || {pulled.said} || at {WITHOUT_MEMBERS:,} no member has a document; "
        f"emulator; seed {SEED}"
    )


def measure_changed() -> str:
    """P4's line."""
    said, met = [], True
    for size in SIZES:
        world = _loaded(guid_text(size, SEED), size)
        changed = CHANGED[size]
        found = night(world, guid_text(size, SEED, changed))
        counts = found.counts
        calls = calls_for_people(counts)
        bytes_each = snapshot_bytes(world) / size
        met = (
            met
            and found.run.outcome is Outcome.APPLIED
            and counts.writes["members"] == changed
            and counts.reads["members"] <= changed
            and calls <= most_calls(changed)
            and bytes_each <= MOST_BYTES
        )
        said.append(
            f"{changed} of {size:,} people: {counts.writes['members']} member writes, "
            f"{counts.reads['members']} reads, {counts.writes['audit']} audit entries, {calls} "
            f"calls for members of {counts.total_calls}, snapshot {bytes_each:.1f} bytes a "
            f"person, {found.seconds:.2f} s to the plan"
        )
    pulled = p3_p4_pulled.changed()
    met = met and pulled.met
    return (
        f"P4 {'met' if met else 'short'}: {' | '.join(said)} | writes = changes, reads at most "
        f"changes, calls for members at most ceil(changes / {CHANGES_A_CALL}) + {FIXED_CALLS}, "
        f"snapshot at most {MOST_BYTES} bytes with GUIDs || {pulled.said} || at "
        f"{WITHOUT_MEMBERS:,} no member has a document before; emulator; seed {SEED}"
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
    pointers = (counts.reads["rosterSnapshots"], counts.writes["rosterSnapshots"])
    return (
        found.run.outcome is Outcome.UNCHANGED
        and not any(counts.reads[name] or counts.writes[name] for name in PEOPLE)
        and max(pointers) <= MOST_POINTER
        and counts.objects["write snapshots"] == 0
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
