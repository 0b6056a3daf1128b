"""A district of three schools through its years: who comes, leaves, moves, changes and goes up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from random import Random

from infra.local.district import names
from shared.rostering.model import Kind
from tests.figures.small_school import Registry, Somebody, Style, phone_number

YEAR_DAYS = 180
YEAR_WEEKS = 52
BREAKS = (17, 18, 30)
"""Weeks of a year without school and without files, counted from 0."""

CLOSED_BEFORE_END = 2
"""School days at the end of a year that lie in the blackout already."""
OPEN_BEFORE_START = 14
"""Days before a year's first on which the blackout is over and the year is rolled over."""

WEEK = 5
CHURN = 0.02
"""Of a school's students, who come or leave in a week of school, half of them each."""
BEFORE_START_CHURN = 0.05
"""The same in the two weeks before a year begins."""
HALF_YEAR_CHURN = 0.06
"""Who come or leave on the one day on which the second half of a year begins."""
MOVES = 0.3
"""Of those who leave an elementary school, who go to the other one of the district."""
EMPLOYEE_CHURN = 0.01
"""The churn of teachers in a week of school."""
UPDATES = 0.02
"""Of a school's students, whose guardian, name, grade or address changes in a day."""

UPPER = "roosevelt"


@dataclass
class SchoolThen:
    """One school at one time: SIS id → person, by kind."""

    name: str
    grades: tuple[str, ...]
    style: Style
    people: dict[Kind, dict[str, Somebody]]

    def students(self) -> dict[str, Somebody]:
        return self.people[Kind.STUDENT]


@dataclass(frozen=True)
class Day:
    """What kind of day it is.

    Attributes:
        school: counts as a school day.
        closed: lies in the blackout.
        rollover: the first day after it.
    """

    date: date
    school: bool = False
    closed: bool = False
    rollover: bool = False
    half_year: bool = False


@dataclass
class Years:
    """The district as it is after the days that were lived through so far."""

    chance: Random
    schools: list[SchoolThen] = field(default_factory=list)
    moving: list[tuple[SchoolThen, Somebody]] = field(default_factory=list)
    leaving: list[tuple[SchoolThen, Somebody]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._students = Registry(self.chance, 104_200, Kind.STUDENT, _name)
        self._teachers = Registry(self.chance, 7_300, Kind.TEACHER, _name)
        lower = ("K", "1", "2", "3", "4", "5")
        self._found("maple", lower, 130, Style())
        self._found("oak", lower, 100, Style("tsv", "\t", "\r\n", headers=1))
        self._found(UPPER, ("6", "7", "8"), 110, Style("xlsx"))

    def _found(self, name: str, grades: tuple[str, ...], size: int, style: Style) -> None:
        students = [self._students.new(grades[n % len(grades)]) for n in range(size)]
        teachers = [self._teachers.new() for _ in range(size // 6)]
        people = {
            Kind.STUDENT: {one.id: one for one in students},
            Kind.TEACHER: {one.id: one for one in teachers},
        }
        self.schools.append(SchoolThen(name, grades, style, people))

    def live(self, day: Day) -> None:
        """Let one day's changes happen."""
        if day.rollover:
            self._roll_over()
        self._finish_moves()
        if day.closed:
            return
        for school in self.schools:
            self._come_and_go(school, _churn(day))
            self._change_some(school)
            self._employees(school)

    def _finish_moves(self) -> None:
        """Those who were between two files, or in both of them, are in one now."""
        for school, one in self.moving:
            school.students()[one.id] = one
        for school, one in self.leaving:
            school.students().pop(one.id, None)
        self.moving, self.leaving = [], []

    def _come_and_go(self, school: SchoolThen, churn: float) -> None:
        students = school.students()
        for one in self._some(list(students.values()), churn / 2):
            moves = school.name != UPPER and self.chance.random() < MOVES
            if moves:
                self._move(school, one)
            else:
                del students[one.id]
        size = 110 if school.name != "maple" else 130
        for _ in range(self._number(size, churn / 2)):
            new = self._students.new(self.chance.choice(school.grades))
            students[new.id] = new

    def _move(self, school: SchoolThen, one: Somebody) -> None:
        """From one file to the other: on one day, with a gap, or in both for a day."""
        other = self.schools[1 - self.schools.index(school)]
        match self.chance.randrange(3):
            case 0:
                del school.students()[one.id]
                self.moving.append((other, one))
            case 1:
                other.students()[one.id] = one
                self.leaving.append((school, one))
            case _:
                del school.students()[one.id]
                other.students()[one.id] = one

    def _change_some(self, school: SchoolThen) -> None:
        students = school.students()
        for one in self._some(list(students.values()), UPDATES):
            students[one.id] = self._changed(one, school)

    def _changed(self, one: Somebody, school: SchoolThen) -> Somebody:
        match self.chance.randrange(8):
            case 0:
                first, _ = _name(self.chance)
                return replace(one, first=first)
            case 1:
                _, last = _name(self.chance)
                return replace(one, last=last)
            case 2:
                return replace(one, email=f"{one.id}.{self.chance.randrange(99)}@example.org")
            case 3:
                return replace(one, grade=self.chance.choice(school.grades))
            case 4 | 5:
                return replace(one, parent_email=f"h{self.chance.randrange(10**6)}@example.net")
            case _:
                return replace(one, parent_phone=phone_number(self.chance))

    def _employees(self, school: SchoolThen) -> None:
        teachers = school.people[Kind.TEACHER]
        for one in self._some(list(teachers.values()), EMPLOYEE_CHURN / WEEK):
            del teachers[one.id]
            new = self._teachers.new()
            teachers[new.id] = new

    def _roll_over(self) -> None:
        """A year up; the upper school takes the lower schools' oldest and lets its own go."""
        upper = self.schools[-1]
        coming = [one for school in self.schools[:-1] for one in self._promote(school)]
        self._promote(upper)
        upper.students().update({one.id: replace(one, grade=upper.grades[0]) for one in coming})
        for school in self.schools[:-1]:
            for _ in range(len(school.students()) // 5):
                new = self._students.new(school.grades[0])
                school.students()[new.id] = new

    def _promote(self, school: SchoolThen) -> list[Somebody]:
        """Everybody one grade up; gives those for whom there is none."""
        students = school.students()
        done = [one for one in students.values() if one.grade == school.grades[-1]]
        for one in done:
            del students[one.id]
        for one in list(students.values()):
            grade = school.grades[school.grades.index(one.grade) + 1]
            students[one.id] = replace(one, grade=grade)
        return done

    def _some(self, people: list[Somebody], share: float) -> list[Somebody]:
        return self.chance.sample(people, self._number(len(people), share))

    def _number(self, of: int, share: float) -> int:
        return sum(self.chance.random() < share for _ in range(of))


def _churn(day: Day) -> float:
    if day.half_year:
        return HALF_YEAR_CHURN
    return (CHURN if day.school else BEFORE_START_CHURN) / WEEK


def _name(chance: Random) -> tuple[str, str]:
    culture = names.any_culture(chance)
    return names.given_name(chance, culture), names.family_name(chance, culture)


def calendar(first: date, school_days: int) -> Iterator[Day]:
    """From a Monday on, days on which files are sent, until so many of them were school days.

    In the blackout they are sent too, by systems that nobody told: on its school days, and on
    Mondays in summer.
    """
    left, start = school_days, first
    while left > 0:
        year = list(_school_days(start, min(left, YEAR_DAYS)))
        whole = len(year) == YEAR_DAYS
        for number, day in enumerate(year):
            closed = whole and number >= YEAR_DAYS - CLOSED_BEFORE_END
            yield Day(day, school=True, closed=closed, half_year=number == YEAR_DAYS // 2)
        left -= len(year)
        start += timedelta(weeks=YEAR_WEEKS)
        if left > 0:
            yield from _summer(year[-1], start)


def blackouts(first: date, school_days: int) -> list[tuple[date, date]]:
    """The first and the last day of each blackout."""
    found: list[tuple[date, date]] = []
    closed: list[date] = []
    for day in calendar(first, school_days):
        if day.closed:
            closed.append(day.date)
        elif closed:
            found.append((closed[0], day.date - timedelta(days=1)))
            closed = []
    return found


def _summer(last: date, start: date) -> Iterator[Day]:
    opens = start - timedelta(days=OPEN_BEFORE_START)
    day = last + timedelta(days=1)
    while day < start:
        if day < opens:
            if day.weekday() == 0:
                yield Day(day, closed=True)
        elif day.weekday() < WEEK:
            yield Day(day, rollover=day == opens)
        day += timedelta(days=1)


def _school_days(start: date, number: int) -> Iterator[date]:
    open_weeks = [week for week in range(YEAR_WEEKS) if week not in BREAKS]
    days = (start + timedelta(weeks=week, days=day) for week in open_weeks for day in range(WEEK))
    return islice(days, number)
