"""Values of hall passes: a pass, its states, a student's day, and who is kept apart.

Times are instants in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.kernel.roles import Role

SCHEMA_VERSION = 1


class Via(StrEnum):
    """How a pass came to be."""

    STUDENT = "STUDENT"
    AUTO = "AUTO"
    """By a student alone, since the teacher lets students of the room go there."""
    KIOSK = "KIOSK"
    STAFF = "STAFF"
    APPOINTMENT = "APPOINTMENT"
    """Agreed upon before, by a student and an adult."""
    CHECK_IN = "CHECK_IN"


STUDENTS_OWN = frozenset({Via.STUDENT, Via.AUTO, Via.KIOSK})


class EndMethod(StrEnum):
    """What happens when a pass is due."""

    AUTO = "AUTO"
    """It ends."""
    MANUAL = "MANUAL"
    """It is overdue until somebody ends it, or it times out."""


class Travel(StrEnum):
    """Whether the student comes back on the same pass."""

    ONE_WAY = "ONE_WAY"
    ROUND_TRIP = "ROUND_TRIP"


BOTH_WAYS = frozenset(Travel)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is at a school.

    Attributes:
        grade: empty where there is none.
        lists: on which they are.
        is_member: False for who has left.
    """

    person: str
    role: Role
    grade: str = ""
    lists: frozenset[str] = frozenset()
    is_member: bool = True


class OrderKind(StrEnum):
    """Why students are kept apart. Few may see it."""

    NO_CONTACT = "NO_CONTACT"
    CUSTODY = "CUSTODY"
    RIVALRY = "RIVALRY"
    FRIENDS = "FRIENDS"


@dataclass(frozen=True, slots=True)
class SeparationOrder:
    """Students of whom no two are out at once.

    Attributes:
        members: person ids; the gate reads them nowhere.
        expires: the first instant at which it no longer counts; None for never.
        active: it can be switched off without being deleted.
    """

    id: str
    kind: OrderKind
    members: frozenset[str] = frozenset()
    expires: datetime | None = None
    active: bool = True

    def counts_at(self, instant: datetime) -> bool:
        """Whether it keeps anybody apart at an instant."""
        return self.active and (self.expires is None or instant < self.expires)


@dataclass(frozen=True, slots=True)
class StudentDay:
    """What a student has had of a day: one document answers a gate's questions of them.

    Attributes:
        active: the pass that runs; empty for none.
        waiting: the pass that is asked for, queued or offered; empty for none.
        used: counted passes that have begun.
        by_type: the same, by type.
        last_end: when the last counted one ended.
        version: grows with each change.
    """

    active: str = ""
    waiting: str = ""
    used: int = 0
    by_type: Mapping[str, int] = field(default_factory=dict)
    last_end: datetime | None = None
    version: int = 0


NO_PASSES = StudentDay()


class State(StrEnum):
    """Where a pass is in its course."""

    PROPOSED = "PROPOSED"
    """For later; whoever it was put to has not answered."""
    REQUESTED = "REQUESTED"
    SCHEDULED = "SCHEDULED"
    QUEUED = "QUEUED"
    OFFERED = "OFFERED"
    ACTIVE = "ACTIVE"
    OVERDUE = "OVERDUE"
    ENDED = "ENDED"
    DENIED = "DENIED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


RUNNING = frozenset({State.ACTIVE, State.OVERDUE})


CLOSED = frozenset({State.ENDED, State.DENIED, State.DECLINED, State.EXPIRED, State.CANCELLED})
"""States that nothing leaves."""


class Ended(StrEnum):
    """How a pass that ran came to its end."""

    RETURNED = "RETURNED"
    """The student said so, or was seen."""
    AUTO = "AUTO"
    TIMED_OUT = "TIMED_OUT"
    DAY_OVER = "DAY_OVER"
    LEFT_SCHOOL = "LEFT_SCHOOL"
    EMERGENCY = "EMERGENCY"
    """Another pass, of an emergency, took its place."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait at the door of a full place; ``end`` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass, from its request to its end.

    Attributes:
        origin: place id; empty where none is known.
        expected: place where the bell had the student; empty for none.
        destination: place id; empty where the type says enough.
        created_by: person id.
        approver: who said yes; empty for nobody.
        put_to: who may answer; empty for nobody, or for any adult who may make passes.
        counts: toward the student's limits.
        holds: counters that it was counted in; its end gives them back.
        travel: whether they come back on it.
        minutes: without the walk.
        walk: of all ways together.
        extra: minutes that it was extended by.
        more_taken: the student has taken the minutes that they may take themselves.
        offered: when a free place was offered.
        ended: when it ran no more, or was closed without having run.
        section: the class that the student was in at its start.
        denial: the code of why it was refused.
        archived: kept, and in no report.
    """

    id: str
    student: str
    type: str
    state: State
    created_by: str
    via: Via
    requested: datetime
    origin: str = ""
    expected: str = ""
    destination: str = ""
    approver: str = ""
    put_to: frozenset[str] = frozenset()
    counts: bool = True
    holds: frozenset[str] = frozenset()
    travel: Travel = Travel.ROUND_TRIP
    minutes: int = 5
    walk: int = 0
    extra: int = 0
    more_taken: bool = False
    offered: datetime | None = None
    start: datetime | None = None
    due: datetime | None = None
    ended: datetime | None = None
    ended_by: str = ""
    end_reason: Ended | None = None
    end_method: EndMethod = EndMethod.AUTO
    pauses: tuple[Pause, ...] = ()
    note: str = ""
    denial: str = ""
    section: str = ""
    archived: bool = False


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)
