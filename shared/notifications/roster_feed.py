"""The events about a feed as their mails need them. Values only.

Payloads of ``roster.feed.suspended`` and ``roster.sync.overdue``, schema version 1;
``ValidationError`` for any other.
"""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from shared.notifications.roster_result import Foreign, Hold, Payload


class FeedSuspended(Payload):
    """Files of a connection are no longer worked on until a person resumes it.

    Attributes:
        run: the last one that was held.
        holds: its brakes.
        holds_in_a_row: files held one after the other.
    """

    run: str = Field(pattern=r"^[A-Za-z0-9_-]{1,200}$")
    connection_name: Foreign = ""
    file_name: Foreign = ""
    closed_time: AwareDatetime
    holds: tuple[Hold, ...] = ()
    holds_in_a_row: int


class SyncOverdue(Payload):
    """No file of a connection has been taken in for too long.

    Attributes:
        last_good_time: when one was; None when none is known.
        hours: of school days since then.
        time: when it was noticed.
    """

    connection_name: Foreign = ""
    last_good_time: AwareDatetime | None = None
    hours: int
    time: AwareDatetime
