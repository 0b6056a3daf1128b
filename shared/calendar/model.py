"""Values of a school's calendar: periods, bell schedules, which day has which, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

SCHEMA_VERSION = 1


class PeriodKind(StrEnum):
    """What happens in a period."""

    CLASS = "CLASS"
    """Classes that name one of its short codes meet."""
    FLEX = "FLEX"
    """Students choose, or are sent to, an activity."""
    LUNCH = "LUNCH"
    BREAK = "BREAK"


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the day that schedules give a time.

    Attributes:
        id: stays the same when it gets another name.
        name: as people say it, such as ``Period 1``.
        codes: what the SIS calls it, as `shared.kernel.periods.period_code` gives it.
    """

    id: str
    name: str
    kind: PeriodKind
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A period's time in one bell schedule, on the school's clocks; ``start`` before ``end``."""

    period: str
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class BellSchedule:
    """When the bell rings on a day: blocks in the order of their times, none over another."""

    id: str
    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a schedule is for: students of any of the grades or on any of the lists.

    Without both it is everybody.
    """

    grades: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """0 for lists, 1 for grades, 2 for everybody: the narrowest that fits counts."""
        if self.lists:
            return 0
        return 1 if self.grades else 2


EVERYBODY = Audience()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which schedule an audience follows on a day."""

    schedule: str
    audience: Audience = EVERYBODY


@dataclass(frozen=True, slots=True)
class Pattern:
    """An assignment of all days of its weekdays and letters.

    Attributes:
        weekdays: 0 for Monday to 6; empty for every day on which there is school.
        letters: of the rotation; empty for all.
    """

    assignment: Assignment
    weekdays: frozenset[int] = frozenset()
    letters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rotation:
    """Letters that go round with the school days, such as A and B.

    Attributes:
        letters: in their order; empty where there is no rotation.
        first: the letter of the first school day.
    """

    letters: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class DayException:
    """What one day has in the place of what patterns say.

    Attributes:
        name: such as ``Labor Day``.
        closed: there is no school.
        assignments: what is followed; none for what patterns say.
        letter: of this day, from which the rotation goes on; empty for the one whose turn it is.
        uses_letter: a closed day takes its letter with it, as after a day of snow in some schools.
    """

    name: str
    closed: bool = False
    assignments: tuple[Assignment, ...] = ()
    letter: str = ""
    uses_letter: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that a school says of its days.

    Attributes:
        first: the first day of the school year.
        last: the last one, included.
        school_weekdays: 0 for Monday to 6.
        periods: by id, in the order in which they are shown.
        schedules: by id, likewise.
        patterns: of a day all those count that fit.
        passing_minutes: the longest gap between two blocks that is time to walk.
        day_words: what the SIS writes beside a period's code → letters and weekdays that it means,
            where that can't be told by itself.
        exceptions: by their days.
    """

    first: date
    last: date
    school_weekdays: frozenset[int] = frozenset(range(5))
    periods: Mapping[str, Period] = field(default_factory=dict)
    schedules: Mapping[str, BellSchedule] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    rotation: Rotation = Rotation()
    passing_minutes: int = 15
    day_words: Mapping[str, DayWord] = field(default_factory=dict)
    exceptions: Mapping[date, DayException] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayWord:
    """Which days a word of the SIS means: those of any of the letters, or any of the weekdays."""

    letters: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
