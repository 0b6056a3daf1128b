"""Audit entries: who did what to whom, written in the commit that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any


def audit_entry(
    actor: str,
    verb: str,
    subjects: Sequence[Mapping[str, Any]],
    time: datetime,
    school: str | None = None,
) -> dict[str, Any]:
    """The document of one entry.

    Args:
        actor: who did it, such as ``roster-run:{run}``, ``person:{id}`` or ``sftp-login:{name}``.
        verb: ``subject:verb``, such as ``members:apply``.
        subjects: ids with what happened to each; never values of a person's fields. Those with a
            ``person`` are about a member of the school, whose history the entry then belongs to.
        time: when.
        school: the school it belongs to, None for the district.
    """
    told = [str(subject["person"]) for subject in subjects if "person" in subject]
    members = [member_key(school, person) for person in told] if school is not None else []
    return {
        "schemaVersion": 1,
        "actor": actor,
        "verb": verb,
        "school": school,
        "subjects": [dict(subject) for subject in subjects],
        **({"members": members} if members else {}),
        "time": time,
    }


def member_key(school: str, person: str) -> str:
    """How an entry names a member whom it is about, so that the entries about one are found."""
    return f"{school}/{person}"


def on_record(pieces: Iterable[bytes], note: Callable[[], None]) -> Iterator[bytes]:
    """The pieces of a file that somebody takes; how much of it they took is noted at its end.

    Args:
        pieces: made as they are taken.
        note: writes the entry, before the first piece and again after the last that is taken, also
            where they stop half-way.
    """
    note()
    try:
        yield from pieces
    finally:
        note()
