"""F22: where a student should be, at each minute of a day, as a clock that is watched says it.

The oracle knows no instants and no compiled days: it looks at the school's clock minute by minute,
remembers the latest time that it has shown, and goes through everything that was drawn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from shared.calendar.model import Assignment, Audience, Block, PeriodKind
from shared.calendar.school_day import SchoolDay, compile_day
from shared.calendar.where import ClassOf, Timetable, where_is, who_is_in
from tests.figures.random_calendars import AUTUMN, LEAP_DAY, SPRING, Case, Meets, draw

SCHEDULES = 200

Told = tuple[str, str, str]
"""The place, the section in class or next, and the period."""


@dataclass
class Survey:
    """What was compared.

    Attributes:
        answers: by the place that was told.
        rooms: times that somebody was looked for in a room.
    """

    seed: int
    schedules: int = 0
    minutes: int = 0
    rooms: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    zones: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def survey(seed: int, schedules: int) -> Survey:
    """Compare calendars by chance, each on four days, at each minute, for four students."""
    found = Survey(seed)
    for number in range(schedules):
        case = draw(Random(f"{seed}-{number}"), number)  # noqa: S311  # a choice of tests
        found.schedules += 1
        found.zones.add(case.zone)
        for day in case.days:
            _compare(found, case, day, f"schedule {number}")
    return found


def _compare(found: Survey, case: Case, day: date, name: str) -> None:
    school_day = SchoolDay(day, case.zone, (compile_day(case.calendar, 1, day, case.zone),))
    special = {SPRING: "clocks forward", AUTUMN: "clocks back", LEAP_DAY: "leap day"}
    found.days[special.get(day, "other")] += 1
    letter = _letter(case, day)
    for person in case.people:
        watch = _Watch(case, person, day, letter)
        for instant in _minutes(day, case.zone):
            told = watch.tells(instant)
            at = where_is(school_day, person, instant)
            section = at.section.section if at.section else ""
            got = (at.place.value, section, at.block.period if at.block else "")
            found.minutes += 1
            found.answers[told[0]] += 1
            if got != told:
                found.wrong.append(f"{name}, {day}, {instant:%H:%M} UTC: {got}, not {told}")
                break
    _compare_rooms(found, case, school_day, letter, name)


def _compare_rooms(
    found: Survey, case: Case, school_day: SchoolDay, letter: str | None, name: str
) -> None:
    watches = [_Watch(case, person, school_day.day, letter) for person in case.people]
    for number, instant in enumerate(_minutes(school_day.day, case.zone)):
        told = [watch.tells(instant) for watch in watches]
        if number % 30:
            continue
        rooms = {each.section: each.room for person in case.people for each in person.classes}
        for room, key in (("room 101", "101"), ("102", "Room 102"), ("GYM", "Gym")):
            there = {
                person.person
                for person, at in zip(case.people, told, strict=True)
                if at[0] == "IN_CLASS" and rooms[at[1]] == key
            }
            got = {who.person for who, _ in who_is_in(room, school_day, case.people, instant)}
            found.rooms += 1
            if got != there:
                found.wrong.append(f"{name}, {school_day.day}: {got} in {room}, not {there}")


def _minutes(day: date, zone: str) -> list[datetime]:
    """Every minute at which a school's calendar shows a day."""
    here = ZoneInfo(zone)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    several = (begin + timedelta(minutes=number) for number in range(60 * 54))
    return [each for each in several if each.astimezone(here).date() == day]


def _letter(case: Case, day: date) -> str | None:
    """The letter of a day, counted off one by one; None for a day without school."""
    calendar, letters = case.calendar, list(case.calendar.rotation.letters)
    while letters and letters[0] != calendar.rotation.first:
        letters.append(letters.pop(0))
    walked = calendar.first
    while walked <= calendar.last:
        special = calendar.exceptions.get(walked)
        if special and special.letter:
            while letters[0] != special.letter:
                letters.append(letters.pop(0))
        taught = walked.isoweekday() <= 5 if special is None else not special.closed
        if walked == day:
            return (letters[0] if letters else "") if taught else None
        if letters and (taught or (special and special.uses_letter)):
            letters.append(letters.pop(0))
        walked += timedelta(days=1)
    return None


class _Watch:
    """Somebody who watches the clock of one day for one student; minutes come in their order."""

    def __init__(self, case: Case, person: Timetable, day: date, letter: str | None) -> None:
        self._case = case
        self._person = person
        self._day = day
        self._letter = letter
        self._zone = ZoneInfo(case.zone)
        self._blocks = self._followed() if letter is not None else None
        self._latest = (-1, -1)
        self._ended: dict[Block, datetime] = {}
        self._coming: Block | None = None

    def _followed(self) -> list[Block] | None:
        """The blocks of the schedule that is for the student."""
        special = self._case.calendar.exceptions.get(self._day)
        found = list(special.assignments) if special else []
        for pattern in () if found else self._case.calendar.patterns:
            wrong_day = pattern.weekdays and self._day.weekday() not in pattern.weekdays
            wrong_letter = pattern.letters and self._letter not in pattern.letters
            if not wrong_day and not wrong_letter:
                found.append(pattern.assignment)
        return self._narrowest(found)

    def _narrowest(self, found: list[Assignment]) -> list[Block] | None:
        def whom(audience: Audience) -> str:
            if audience.lists:
                return "list" if audience.lists & self._person.lists else ""
            if audience.grades:
                return "grade" if self._person.grade in audience.grades else ""
            return "all"

        for wanted in ("list", "grade", "all"):
            for assignment in found:
                if whom(assignment.audience) == wanted:
                    return list(self._case.calendar.schedules[assignment.schedule].blocks)
        return None

    def tells(self, instant: datetime) -> Told:
        """Where the student should be."""
        if self._letter is None:
            return "NOT_SCHOOL_DAY", "", ""
        shown = instant.astimezone(self._zone)
        self._latest = max(self._latest, (shown.hour, shown.minute))
        if not self._blocks:
            return "NO_CLASS", "", ""
        for block in self._blocks:
            ended = self._has_shown(block.end)
            if ended:
                self._ended.setdefault(block, instant)
            elif self._has_shown(block.start):
                return self._during(block)
        return self._between()

    def _has_shown(self, at: time) -> bool:
        return self._latest >= (at.hour, at.minute)

    def _during(self, block: Block) -> Told:
        kind = self._case.calendar.periods[block.period].kind
        section = self._section(block)
        if kind is PeriodKind.FLEX:
            return "FLEX", "", block.period
        return ("IN_CLASS" if section else "NO_CLASS"), section, block.period

    def _between(self) -> Told:
        coming = [each for each in self._blocks or () if each not in self._ended]
        coming = [each for each in coming if self._begins(each) is not None]
        if not coming:
            return "NO_CLASS", "", ""
        real = [each for each in self._ended if self._begins(each) is not None]
        if not real:
            return "NO_CLASS", "", coming[0].period
        begins = self._begins(coming[0])
        assert begins is not None
        gap = begins - max(self._ended[each] for each in real)
        if gap > timedelta(minutes=self._case.calendar.passing_minutes):
            return "NO_CLASS", "", coming[0].period
        return "PASSING", self._section(coming[0]), coming[0].period

    def _begins(self, block: Block) -> datetime | None:
        """When the clock will show a block's start; None where it skips all of it."""
        times = _first_shown(self._day, self._case.zone)
        begin, end = (times[at.hour * 60 + at.minute] for at in (block.start, block.end))
        return begin if begin < end else None

    def _section(self, block: Block) -> str:
        if self._case.calendar.periods[block.period].kind is not PeriodKind.CLASS:
            return ""
        best: tuple[bool, bool, int, str] | None = None
        for one in self._person.classes:
            meets = [each for each in self._case.meets[one.section] if self._now(each, block)]
            if not meets or not self._in_term(one):
                continue
            every_day = all(not each.letters and not each.weekdays for each in meets)
            rank = (every_day, one.homeroom, _days_long(one), one.section)
            best = rank if best is None else min(best, rank)
        return best[3] if best else ""

    def _now(self, meets: Meets, block: Block) -> bool:
        if meets.period != block.period:
            return False
        if meets.letters:
            return self._letter in meets.letters
        return not meets.weekdays or self._day.weekday() in meets.weekdays

    def _in_term(self, one: ClassOf) -> bool:
        inside = [first <= self._day <= last for first, last in one.spans]
        return any(inside) or not inside


_SHOWN: dict[tuple[date, str], list[datetime]] = {}


def _first_shown(day: date, zone: str) -> list[datetime]:
    """For each minute of the clock the first instant at which it, or a later one, shows."""
    if (day, zone) not in _SHOWN:
        here, several = ZoneInfo(zone), _minutes(day, zone)
        times: list[datetime] = []
        for each in several:
            shown = each.astimezone(here)
            while len(times) <= shown.hour * 60 + shown.minute:
                times.append(each)
        _SHOWN[day, zone] = times
    return _SHOWN[day, zone]


def _days_long(one: ClassOf) -> int:
    several = {
        first + timedelta(days=n)
        for first, last in one.spans
        for n in range((last - first).days + 1)
    }
    return len(several) or 10**6


def line(found: Survey) -> str:
    """The figure's line."""
    answers = ", ".join(f"{place} {number:,}" for place, number in sorted(found.answers.items()))
    days = ", ".join(f"{name} {number}" for name, number in sorted(found.days.items()))
    met = "short" if found.wrong or found.schedules < SCHEDULES else "met"
    return (
        f"F22 {met}: {found.schedules} schedules on {sum(found.days.values())} days ({days}) in"
        f" {len(found.zones)} zones: {len(found.wrong)} differences from a clock that is watched at"
        f" {found.minutes:,} minutes ({answers}), and at {found.rooms:,} looks into a room;"
        f" seed {found.seed}"
    )
