"""A school day in New York that can be checked by looking at a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from shared.calendar.model import (
    Assignment,
    Audience,
    BellSchedule,
    Block,
    Calendar,
    DayException,
    Pattern,
    Period,
    PeriodKind,
    Rotation,
)
from shared.calendar.school_day import SchoolDay, compile_day
from shared.calendar.where import ClassOf, Timetable
from shared.kernel.periods import meetings_of

ZONE = "America/New_York"
DAY = date(2026, 11, 24)
"""A Tuesday, and an A day."""

PERIODS = {
    each.id: each
    for each in (
        Period("p1", "Period 1", PeriodKind.CLASS, ("1",)),
        Period("p2", "Period 2", PeriodKind.CLASS, ("2",)),
        Period("p3", "Period 3", PeriodKind.CLASS, ("3", "third")),
        Period("flex", "Flex", PeriodKind.FLEX),
        Period("lunch", "Lunch", PeriodKind.LUNCH),
        Period("break", "Break", PeriodKind.BREAK),
    )
}


def block(period: str, start: str, end: str) -> Block:
    """A period's time, such as ``08:00`` and ``08:50``."""
    return Block(period, time.fromisoformat(start), time.fromisoformat(end))


REGULAR = BellSchedule(
    "regular",
    "Regular",
    (
        block("p1", "08:00", "08:50"),
        block("p2", "08:55", "09:45"),
        block("break", "09:45", "09:55"),
        block("flex", "10:00", "10:20"),
        block("lunch", "10:25", "10:45"),
        block("p3", "11:05", "11:30"),
    ),
)
HALF = BellSchedule(
    "half", "Half day", (block("p1", "08:00", "08:20"), block("p2", "08:25", "08:45"))
)
SENIORS = BellSchedule("seniors", "Seniors", (block("p1", "09:00", "09:50"),))


def calendar(**changes: object) -> Calendar:
    """The school's, with changes."""
    made = Calendar(
        first=date(2026, 11, 23),
        last=date(2027, 6, 11),
        periods=PERIODS,
        schedules={each.id: each for each in (REGULAR, HALF, SENIORS)},
        patterns=(Pattern(Assignment("regular")),),
        rotation=Rotation(("A", "B"), "B"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def half_day(name: str = "Half day") -> DayException:
    """A day on which everybody leaves early."""
    return DayException(name, assignments=(Assignment("half"),))


SENIORS_APART = (
    Pattern(Assignment("regular")),
    Pattern(Assignment("seniors", Audience(grades=frozenset({"12"})))),
)


def school_day(of: Calendar | None = None, day: date = DAY, zone: str = ZONE) -> SchoolDay:
    """A day as the first version of a calendar has it."""
    return SchoolDay(day, zone, (compile_day(of or calendar(), 1, day, zone),))


def at(clock: str, day: date = DAY, zone: str = ZONE) -> datetime:
    """The instant at which the school's clocks show a time."""
    there = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone))
    return there.astimezone(UTC)


def class_of(section: str, periods: str, **changes: object) -> ClassOf:
    """A class that meets as the SIS writes it."""
    made = ClassOf(section, section.title(), room="101", meetings=meetings_of(periods))
    return replace(made, **changes)  # type: ignore[arg-type]


def student(*classes: ClassOf, grade: str = "9", lists: frozenset[str] = frozenset()) -> Timetable:
    """A student of these classes."""
    return Timetable("student", grade, lists, classes)
