"""Schools with calendars by chance: what each thing means is drawn first, then spelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

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
from shared.calendar.where import ClassOf, Timetable
from shared.kernel.periods import meetings_of

ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix")
SPRING, AUTUMN = date(2028, 3, 12), date(2027, 11, 7)
"""Sundays on which clocks change in New York and Los Angeles: they have classes on them here."""
LEAP_DAY = date(2028, 2, 29)
GRADES = ("9", "10", "11", "12")
TEAM = "list-of-a-team"

_ROTATIONS = ((), ("A", "B"), ("1", "2", "3", "4"), ("Red", "Gold"))
_WEEKDAY_LETTERS = "MTWRF"


@dataclass(frozen=True)
class Meets:
    """The truth of a meeting: in a period, on days of some letters or weekdays, or on all."""

    period: str
    letters: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Case:
    """A school, its people, and what nobody but the oracle knows of their classes.

    Attributes:
        meets: section → when it meets.
        days: those that are looked at.
    """

    zone: str
    calendar: Calendar
    people: tuple[Timetable, ...]
    meets: Mapping[str, tuple[Meets, ...]]
    days: tuple[date, ...]


def draw(chance: Random, number: int) -> Case:
    """One of them; zones, rotations and sorts of days come in turn."""
    letters = _ROTATIONS[number % len(_ROTATIONS)]
    periods = _periods(chance)
    schedules = {
        each.id: each
        for each in (
            _schedule(chance, "regular", periods, time(8)),
            _schedule(chance, "late-start", periods, time(10, 15)),
            _schedule(chance, "half-day", periods[: len(periods) // 2 + 1], time(7, 45)),
            _schedule(chance, "seniors", periods, time(9)),
            _schedule(chance, "night", periods, time(0, 30)),
        )
    }
    calendar = Calendar(
        first=date(2027, 8, 16),
        last=date(2028, 6, 9),
        school_weekdays=frozenset(range(5)),
        periods={each.id: each for each in periods},
        schedules=schedules,
        patterns=_patterns(chance, letters),
        rotation=Rotation(letters, chance.choice(letters) if letters else ""),
        passing_minutes=chance.choice([0, 5, 15]),
        exceptions=_exceptions(chance, letters),
    )
    meets: dict[str, tuple[Meets, ...]] = {}
    classes = [_class(chance, calendar, n, meets) for n in range(40)]
    people = tuple(_person(chance, n, classes) for n in range(4))
    return Case(ZONES[number % len(ZONES)], calendar, people, meets, _days(chance))


def _periods(chance: Random) -> tuple[Period, ...]:
    several = [Period(f"p{n}", f"Period {n}", PeriodKind.CLASS, (str(n),)) for n in range(1, 8)]
    several.insert(chance.randrange(3, 6), Period("lunch", "Lunch", PeriodKind.LUNCH))
    several.insert(chance.randrange(1, 7), Period("flex", "Flex", PeriodKind.FLEX))
    several.insert(chance.randrange(1, 7), Period("break", "Break", PeriodKind.BREAK))
    several.insert(0, Period("hr", "Homeroom", PeriodKind.CLASS, ("hr",)))
    return tuple(several)


def _schedule(chance: Random, name: str, periods: tuple[Period, ...], start: time) -> BellSchedule:
    minute, blocks = start.hour * 60 + start.minute, []
    for period in periods:
        length = chance.choice([10, 25, 45, 52])
        if minute + length >= 24 * 60:
            break
        blocks.append(Block(period.id, _clock(minute), _clock(minute + length)))
        minute += length + chance.choice([0, 0, 4, 5, 7, 20, 50])
    return BellSchedule(name, name, tuple(blocks))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _patterns(chance: Random, letters: tuple[str, ...]) -> tuple[Pattern, ...]:
    found = [Pattern(Assignment("regular"), weekdays=frozenset({0, 1, 3, 4}))]
    if letters and chance.random() < 0.5:
        found = [Pattern(Assignment("regular"), letters=frozenset(letters[:-1]))]
        found.append(Pattern(Assignment("seniors"), letters=frozenset(letters[-1:])))
    found.append(Pattern(Assignment("late-start"), weekdays=frozenset({2})))
    if chance.random() < 0.7:
        found.append(Pattern(Assignment("seniors", Audience(grades=frozenset({"12"})))))
    if chance.random() < 0.3:
        team = Assignment("half-day", Audience(lists=frozenset({TEAM})))
        found.append(Pattern(team, weekdays=frozenset({4})))
    return tuple(found)


def _exceptions(chance: Random, letters: tuple[str, ...]) -> dict[date, DayException]:
    clocks_change = (Assignment("night"),)
    found = {
        SPRING: DayException("Clocks forward", assignments=clocks_change),
        AUTUMN: DayException("Clocks back", assignments=clocks_change),
        date(2027, 9, 6): DayException("Labor Day", closed=True),
        date(2027, 11, 25): DayException("Thanksgiving", closed=True),
        date(2028, 1, 11): DayException("Snow", closed=True, uses_letter=chance.random() < 0.5),
    }
    for _ in range(6):
        day = date(2027, 8, 16) + timedelta(days=chance.randrange(290))
        letter = chance.choice(letters) if letters and chance.random() < 0.5 else ""
        found.setdefault(day, DayException("Half day", False, (Assignment("half-day"),), letter))
    return found


def _days(chance: Random) -> tuple[date, ...]:
    sorts = [SPRING, AUTUMN, LEAP_DAY, date(2027, 9, 6)]
    found = {chance.choice(sorts), chance.choice(sorts)}
    while len(found) < 4:
        found.add(date(2027, 8, 14) + timedelta(days=chance.randrange(305)))
    return tuple(sorted(found))


def _class(
    chance: Random, calendar: Calendar, number: int, meets: dict[str, tuple[Meets, ...]]
) -> ClassOf:
    section = f"section-{number}"
    homeroom = chance.random() < 0.1
    truths, spelled = [], []
    for _ in range(0 if chance.random() < 0.1 else chance.choice([1, 1, 1, 2, 3])):
        truth, text = _meeting(chance, calendar, homeroom=homeroom)
        truths.append(truth)
        spelled.append(text)
    meets[section] = tuple(truths)
    return ClassOf(
        section,
        f"Class {number}",
        room=chance.choice(["101", "Room 102", "Gym", ""]),
        homeroom=homeroom,
        spans=_spans(chance),
        meetings=meetings_of(" ".join(spelled)),
    )


def _meeting(chance: Random, calendar: Calendar, *, homeroom: bool) -> tuple[Meets, str]:
    period = "hr" if homeroom else f"p{chance.randrange(1, 8)}"
    code = period.removeprefix("p").upper()
    code = code if homeroom else chance.choice([code, f"0{code}", f"P{code}", f"Per {code}"])
    letters = calendar.rotation.letters
    if chance.random() < 0.4:
        return Meets(period), code
    if letters and chance.random() < 0.6:
        some = chance.sample(letters, chance.randrange(1, len(letters)))
        return Meets(period, letters=frozenset(some)), f"{code}({','.join(some)})"
    some_days = sorted(chance.sample(range(5), chance.randrange(1, 5)))
    return Meets(period, weekdays=frozenset(some_days)), f"{code}({_spelled(chance, some_days)})"


def _spelled(chance: Random, days: list[int]) -> str:
    if days == list(range(days[0], days[-1] + 1)) and len(days) > 1 and chance.random() < 0.5:
        return f"{_WEEKDAY_LETTERS[days[0]]}-{_WEEKDAY_LETTERS[days[-1]]}"
    if chance.random() < 0.5:
        return "".join(_WEEKDAY_LETTERS[day] for day in days)
    names = ("Mon", "Tues", "Wed", "Thu", "Fri")
    return ", ".join(names[day] for day in days)


def _spans(chance: Random) -> tuple[tuple[date, date], ...]:
    year = (date(2027, 8, 16), date(2028, 6, 9))
    # The first semester ends on a Wednesday.
    halves = ((year[0], date(2028, 1, 12)), (date(2028, 1, 13), year[1]))
    return chance.choice([(), (year,), (halves[0],), (halves[1],), halves])


def _person(chance: Random, number: int, classes: list[ClassOf]) -> Timetable:
    return Timetable(
        f"person-{number}",
        grade=chance.choice(GRADES),
        lists=frozenset({TEAM}) if chance.random() < 0.3 else frozenset(),
        classes=tuple(chance.sample(classes, 12)),
    )
