"""What P3 and P4 measure, and what they count of a night; for files and for pulls."""

from __future__ import annotations

from math import ceil

from tests.support.counting import Counts

SIZES = (3_000, 50_000, 1_000_000)
WITHOUT_MEMBERS = 1_000_000
CHANGED = {3_000: 450, 50_000: 5_000, 1_000_000: 5_000}
SEED = 20_261_125
MOST_POINTER = 2
MOST_BYTES = 32
CHANGES_A_CALL = 200
FIXED_CALLS = 2
"""Calls for members that don't grow with the changes: a last read and a last part aren't full."""

PEOPLE = ("members", "guardians")


def people(counts: Counts) -> str:
    """Reads and writes of members and guardians."""
    reads, writes = (sum(c[name] for name in PEOPLE) for c in (counts.reads, counts.writes))
    return f"{reads} member reads + {writes} writes"


def pointer(counts: Counts) -> str:
    """Those of the pointers to snapshots."""
    return f"{counts.reads['rosterSnapshots']} reads + {counts.writes['rosterSnapshots']} writes"


def objects(counts: Counts, name: str) -> str:
    """Those of objects."""
    return f"{counts.objects[f'read {name}']} read + {counts.objects[f'write {name}']} writes"


def beside(counts: Counts) -> str:
    """Everything else, by what it is for."""
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


def calls_for_people(counts: Counts) -> int:
    """Calls that name members or guardians."""
    return sum(counts.calls[name] for name in PEOPLE)


def most_calls(changed: int) -> int:
    """How many of them so many changes may take."""
    return ceil(changed / CHANGES_A_CALL) + FIXED_CALLS
