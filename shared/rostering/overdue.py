"""When the files of a connection are overdue. Pure: settings and instants in, hours out."""

from __future__ import annotations

from datetime import datetime

from shared.rostering.connections import Connection, Method
from shared.rostering.feeds import Feed
from shared.rostering.school_days import school_hours

OVERDUE_HOURS = 36
"""Hours of school days without a file that was taken in, after which it is overdue."""


def hours_overdue(connection: Connection, feed: Feed, now: datetime, zone: str) -> float | None:
    """The hours of school days since a file was taken in; None while none is overdue.

    Args:
        connection: whose files; one that nobody is left wrong without is never overdue.
        feed: where its files stand; while they are not worked on, none is overdue.
        now: the present instant.
        zone: IANA name; its days are meant.
    """
    # One that a person verified has had a file before; where none is known, its time counts.
    since = feed.last_good or connection.verified_time
    if not _is_watched(connection) or since is None or feed.stopped is not None:
        return None
    hours = school_hours(since, now, zone, connection.windows)
    return hours if hours > OVERDUE_HOURS else None


def _is_watched(connection: Connection) -> bool:
    """True when files that don't come leave somebody as they should no longer be."""
    switches = connection.switches.values()
    return (
        connection.enabled
        and connection.method is Method.SFTP
        and connection.verified_time is not None
        and any(each.update or each.archive for each in switches)
    )
