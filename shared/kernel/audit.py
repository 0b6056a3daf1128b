"""Audit entries: who did what to whom, written in the commit that does it, never changed after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.audit_verbs import AuditVerb

KEEP = timedelta(days=3 * 365 + 1)
"""Three years, one of which may be a leap year; after it the database deletes an entry."""


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
        verb: one of `AuditVerb`.
        subjects: ids with what happened to each; never values of a person's fields. Those with a
            ``person`` are about a member of the school, whose history the entry then belongs to.
        time: when.
        school: the school it belongs to, None for the district.

    Raises:
        ValueError: the verb is none that people can look for.
    """
    known = AuditVerb(verb)
    key = view_key if known in VIEWS else member_key
    told = [str(subject["person"]) for subject in subjects if "person" in subject]
    members = [key(school, person) for person in told] if school is not None else []
    return {
        "schemaVersion": 1,
        "actor": actor,
        "verb": known.value,
        "school": school,
        "subjects": [dict(subject) for subject in subjects],
        **({"members": members} if members else {}),
        "time": time,
        "expiresAt": time + KEEP,
    }


VIEWS = frozenset(
    {
        AuditVerb.MEMBERS_VIEW,
        AuditVerb.GUARDIANS_VIEW,
        AuditVerb.ACCOUNTS_SIGN_IN,
        AuditVerb.ACCOUNTS_SIGN_OUT,
        AuditVerb.ACCOUNTS_DISABLE,
        AuditVerb.ACCOUNTS_ENABLE,
        AuditVerb.ACCOUNTS_UNLINK,
        AuditVerb.ACCOUNTS_INVITE,
        AuditVerb.ACCOUNTS_SEND_LINK,
        AuditVerb.SUBSTITUTE_CODES_CREATE,
        AuditVerb.SUBSTITUTE_CODES_REDEEM,
        AuditVerb.SUBSTITUTE_CODES_REVOKE,
        AuditVerb.SIGN_IN_ADDRESSES_UPDATE,
        AuditVerb.SIGN_IN_ADDRESSES_DELETE,
        AuditVerb.SIGN_IN_REQUESTS_RESOLVE,
    }
)
"""What changes nobody's record at a school, and so belongs to no history of a member."""


def member_key(school: str, person: str) -> str:
    """How an entry names a member whom it changed, so that the changes of one are found."""
    return f"{school}/{person}"


def view_key(school: str, person: str) -> str:
    """How an entry names a member who was looked at: not as a change, so that no change hides."""
    return f"{member_key(school, person)}/views"


def on_record(
    pieces: Iterable[bytes], begin: Callable[[], None], end: Callable[[], None]
) -> Iterator[bytes]:
    """The pieces of a file that somebody takes; how much of it they took is noted at its end.

    Args:
        pieces: made as they are taken.
        begin: writes an entry before the first piece.
        end: writes another after the last that is taken, also where they stop half-way.
    """
    begin()
    try:
        yield from pieces
    finally:
        end()
