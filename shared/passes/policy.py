"""What a school says of its passes: types, places, blackouts and settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from shared.kernel.roles import Role
from shared.passes.model import BOTH_WAYS, STUDENTS_OWN, EndMethod, Standing, Travel, Via


class Approval(StrEnum):
    """Who says yes before a student's own pass begins."""

    NONE = "NONE"
    ORIGIN_TEACHER = "ORIGIN_TEACHER"
    """A teacher of the class that the student is in, or staff of the room that they leave."""
    NAMED_TEACHER = "NAMED_TEACHER"
    DESTINATION_STAFF = "DESTINATION_STAFF"
    ORIGIN_OR_DESTINATION = "ORIGIN_OR_DESTINATION"


class StaffBinding(StrEnum):
    """What a limit that has been reached means where an adult makes the pass."""

    WARN = "WARN"
    SECOND_ADULT = "SECOND_ADULT"
    """Another adult has to agree."""
    BLOCK = "BLOCK"


class CapsCount(StrEnum):
    """At which ends of a pass a place's cap counts it."""

    EITHER_END = "EITHER_END"
    DESTINATION = "DESTINATION"


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom something is for: whom any of its parts names; without parts it is everybody."""

    people: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()

    @property
    def is_everybody(self) -> bool:
        """True where nothing narrows it."""
        return not (self.people or self.lists or self.grades or self.roles)

    def holds(self, who: Standing) -> bool:
        """Whether somebody is in it."""
        return (
            self.is_everybody
            or who.person in self.people
            or who.grade in self.grades
            or who.role in self.roles
            or not self.lists.isdisjoint(who.lists)
        )


EVERYBODY = Circle()


@dataclass(frozen=True, slots=True)
class PassType:
    """A kind of pass.

    Attributes:
        priority: 0 is shown first.
        minutes: without the walk; None for the school's.
        most_at_once: passes of it that run at the same time; None for no limit.
        daily_limit: for each student; None for no limit.
        end_method: None for the school's.
        for_students: who may have it.
        assigners: which adults may make it.
        emergency: no rule of the school's keeps it back.
    """

    id: str
    name: str
    icon: str = ""
    color: str = ""
    priority: int = 0
    active: bool = False
    minutes: int | None = None
    most_at_once: int | None = None
    daily_limit: int | None = None
    end_method: EndMethod | None = None
    student_may_end: bool = True
    student_created: bool = True
    approval: Approval = Approval.NONE
    kiosk: bool = False
    for_students: Circle = EVERYBODY
    assigners: Circle = EVERYBODY
    ignores_blackouts: bool = False
    ignores_limits: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A room or another destination.

    Attributes:
        number: as on its door.
        staff: person ids of who is there.
        travels: the ways in which one may go there.
        walking_minutes: between it and a usual class room.
        most_minutes: of a student's own pass to it, without the walk; None for no limit.
        most_to: passes at once that have it at an end, see `CapsCount`; None for no limit.
        most_from: students at once who are out of it; None for no limit.
        approval: for passes to it; None for what the type says.
        students_now: students may ask to go there now.
        students_scheduled: students may ask to go there later.
        counts: passes to it count toward a student's limits.
    """

    id: str
    name: str
    number: str = ""
    staff: frozenset[str] = frozenset()
    travels: frozenset[Travel] = BOTH_WAYS
    walking_minutes: int = 0
    most_minutes: int | None = None
    most_to: int | None = None
    most_from: int | None = None
    approval: Approval | None = None
    students_now: bool = True
    students_scheduled: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """A time on the school's clocks, ``start`` before ``end``.

    Attributes:
        weekdays: 0 for Monday to 6; empty for every day.
    """

    start: time
    end: time
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Blackout:
    """When no pass begins.

    Attributes:
        windows: of usual days.
        days: what single days have instead; nothing where it is off on that day.
        first_minutes: of each class.
        last_minutes: of each class.
        types: ids of those that it keeps back; empty for all.
    """

    id: str
    name: str
    active: bool = True
    windows: tuple[Window, ...] = ()
    days: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    first_minutes: int = 0
    last_minutes: int = 0
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AutoPass:
    """Where a teacher lets students of the room go without being asked.

    Attributes:
        places: of those that the school offers for it.
        students_may_end: they stop the pass themselves.
    """

    teacher: str
    places: frozenset[str] = frozenset()
    students_may_end: bool = True


@dataclass(frozen=True, slots=True)
class DayLimit:
    """How many passes a day some students have; the narrowest that fits a student counts."""

    id: str
    per_day: int
    circle: Circle


@dataclass(frozen=True, slots=True)
class HallsStop:
    """Nobody leaves a room until it is taken back; an emergency does.

    Attributes:
        until: the first instant at which it no longer counts; None until it is taken back.
    """

    since: datetime
    by: str
    until: datetime | None = None

    def counts_at(self, instant: datetime) -> bool:
        """Whether the halls are stopped at an instant."""
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class PassSettings:
    """What a school says of all its passes; None is no limit.

    Attributes:
        staff_bypass_blackouts: adults are warned of a blackout, and may.
        staff_limits: what a limit means for adults.
        must_name_teacher: a student says which teacher knows of it.
        must_start_where_due: a student's pass begins where the bell has them; else it is flagged.
        day_limit: passes of a student on a day.
        day_limits: for some students instead.
        counted: which passes count toward a student's limits.
        wait_minutes: between the end of a counted pass and a student's next one.
        most_out: passes at once in the building, without appointments.
        most_students_own: of those that students made.
        caps_count: at which ends.
        queue: a student waits for a full place; else they are refused.
        scheduled_into_full: what was scheduled begins there all the same, flagged; else it waits.
        kiosk_approves: a kiosk stands for the teacher of its room.
        auto_places: where teachers may let students go without being asked.
        stop: the halls are stopped.
        student_minutes: of a pass whose type says none, without the walk.
        request_minutes: after which a student's request lapses.
        staff_request_minutes: the same of one that an adult made to another.
        offer_seconds: to accept a place that is free.
        overdue_minutes: after which an overdue pass times out.
        more_minutes: that a student may take once by one tap; 0 for none.
        ended_shown_minutes: for which boards show what has ended.
    """

    enabled: bool = True
    staff_may_assign: bool = True
    staff_may_add_notes: bool = True
    staff_see_own_reports: bool = True
    staff_bypass_blackouts: bool = False
    staff_limits: StaffBinding = StaffBinding.WARN
    students_may_create: bool = True
    students_may_end: bool = True
    must_name_teacher: bool = False
    must_start_where_due: bool = False
    end_method: EndMethod = EndMethod.AUTO
    student_minutes: int = 5
    day_limit: int | None = None
    day_limits: tuple[DayLimit, ...] = ()
    counted: frozenset[Via] = STUDENTS_OWN
    wait_minutes: int = 0
    most_out: int | None = None
    most_students_own: int | None = None
    caps_count: CapsCount = CapsCount.EITHER_END
    queue: bool = True
    scheduled_into_full: bool = True
    kiosk_approves: bool = True
    auto_places: frozenset[str] = frozenset()
    stop: HallsStop | None = None
    request_minutes: int = 5
    staff_request_minutes: int = 15
    offer_seconds: int = 30
    overdue_minutes: int = 30
    more_minutes: int = 5
    ended_shown_minutes: int = 5
