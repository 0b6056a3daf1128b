"""F3: good files of ordinary school days are not held, nor are their nights."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random

from shared.rostering.model import Kind
from shared.rostering.runs import Approval, Run, file_run_id
from shared.rostering.windows import Window, WindowKind
from tests.figures.f2 import listed
from tests.figures.school_years import CHURN, Day, SchoolThen, Years, blackouts, calendar
from tests.figures.small_school import NAMES, table_of, written
from tests.support.measuring import fresh_world
from tests.support.world import World

SCHOOL_DAYS = 500
FIRST_DAY = date(2026, 8, 24)
MOST = 0.01
NOON = time(16, 0, tzinfo=UTC)
SENT_AT = time(23, 0, tzinfo=UTC)
"""In the evening of the district's zone."""
ADMINISTRATORS = ("person:first-administrator", "person:second-administrator")


@dataclass(frozen=True)
class FalseHold:
    """A good file or night that was held or rejected on an ordinary day."""

    day: date
    school: str
    trigger: str
    codes: tuple[str, ...]


@dataclass
class Survey:
    """What the days brought.

    Attributes:
        wrong: at the end, people who are not as the last files say.
        approved: held runs that an administrator approved on the days of rollover.
    """

    seed: int
    school_days: int = 0
    files: int = 0
    nights: int = 0
    rollovers: int = 0
    approved: Counter[str] = field(default_factory=Counter)
    held: list[FalseHold] = field(default_factory=list)
    wrong: int = 0

    @property
    def days_held(self) -> int:
        """Days with at least one false hold."""
        return len({each.day for each in self.held})


class Simulation:
    """A district's schools on the emulators, day by day."""

    def __init__(self, seed: int, school_days: int) -> None:
        self.survey = Survey(seed)
        self._chance = Random(f"F3 {seed}")  # noqa: S311  # reproducible, not secret
        self._years = Years(self._chance)
        self._days = list(calendar(FIRST_DAY, school_days))
        self._world = fresh_world()
        windows = tuple(
            Window(WindowKind.BLACKOUT, first, last)
            for first, last in blackouts(FIRST_DAY, school_days)
        )
        self._worlds: dict[str, World] = {}
        self._seen: set[str] = set()
        for school in self._years.schools:
            at = self._world.neighbor()
            at.school = type(at.school)(f"{self._world.school}-{school.name}")
            at.set_up(windows=windows)
            self._worlds[school.name] = at

    def run(self) -> Survey:
        """Live through all days."""
        for day in self._days:
            self._years.live(day)
            self._morning(day)
            self._evening(day)
            self._night(day)
            self.survey.school_days += day.school
            self.survey.rollovers += day.rollover
        self.survey.wrong = sum(self._wrong(school) for school in self._years.schools)
        return self.survey

    def _morning(self, day: Day) -> None:
        """What comes each hour, where it could have something to do: around a blackout."""
        if not (day.closed or day.rollover):
            return
        self._world.now = datetime.combine(day.date, NOON)
        self._world.rostering.reconciler.reconcile(self._world.clock)
        self._world.drain()
        if day.rollover:
            for school in self._years.schools:
                self._settle(school)

    def _evening(self, day: Day) -> None:
        self._world.now = datetime.combine(day.date, SENT_AT)
        order = [(school, kind) for school in self._years.schools for kind in NAMES]
        self._chance.shuffle(order)
        for school, kind in order:
            run = self._send(school, kind)
            self.survey.files += 1
            if day.rollover:
                self._settle(school)
            else:
                self._look_at(day, run)

    def _send(self, school: SchoolThen, kind: Kind) -> Run:
        at = self._worlds[school.name]
        people = list(school.people[kind].values())
        name = f"{school.name}_{NAMES[kind]}.{school.style.suffix}"
        arrival = at.put_file(name, written(table_of(people, school.style, kind), school.style))
        at.rostering.starter.file_landed(arrival)
        at.drain()
        return at.run(file_run_id(arrival.bucket, arrival.name, arrival.generation))

    def _night(self, day: Day) -> None:
        self._world.archive_phase()
        for school in self._years.schools:
            self.survey.nights += 1
            if day.rollover:
                self._settle(school)
            for run in self._waiting(school):
                self._look_at(day, run)

    def _look_at(self, day: Day, run: Run) -> None:
        holds = {hold["code"] for hold in run.fields["holds"]}
        problems = {each["code"] for each in run.fields["problems"] if each["severity"] == "error"}
        if run.run in self._seen or (not holds and run.fields["outcome"] not in _BAD):
            return
        self._seen.add(run.run)
        codes = tuple(sorted(holds or problems))
        held = FalseHold(day.date, run.school, run.trigger.value, codes)
        print(f"seed {self.survey.seed}: {held}", file=sys.stderr)
        self.survey.held.append(held)

    def _waiting(self, school: SchoolThen) -> list[Run]:
        at = self._worlds[school.name]
        return at.rostering.store.runs_awaiting(at.school, at.connection)

    def _settle(self, school: SchoolThen) -> None:
        """Two administrators look at what waits on the day of rollover, and approve it."""
        at = self._worlds[school.name]
        for run in self._waiting(school):
            self.survey.approved.update({hold["code"] for hold in run.fields["holds"]})
            for actor in ADMINISTRATORS:
                if at.run(run.run).approval is Approval.PENDING and run.manifest is not None:
                    at.rostering.approver.approve(at.school, run.run, run.manifest.hash, actor)
                    at.drain()

    def _wrong(self, school: SchoolThen) -> int:
        at = self._worlds[school.name]
        found = [one.fields for one in at.documents.all(f"schools/{at.school}/members")]
        active = {
            (one["kind"], one["sisId"]): one["email"] for one in found if one["state"] == "ACTIVE"
        }
        expected = {
            (kind.value, one.id): one.email
            for kind, people in school.people.items()
            for one in people.values()
        }
        return len(active.items() ^ expected.items())


_BAD = {"HELD", "REJECTED", "FAILED"}


def survey(seed: int, school_days: int) -> Survey:
    """Simulate so many school days, and the summers between them."""
    return Simulation(seed, school_days).run()


def line(found: Survey) -> str:
    """The figure's line."""
    share = found.days_held / found.school_days
    codes = Counter(code for each in found.held for code in each.codes)
    verdict = "met" if share <= MOST and not found.wrong else "short"
    return (
        f"F3 {verdict}: {found.days_held} of {found.school_days} school days with a false hold "
        f"({share:.1%}, at most {MOST:.0%}; {listed(codes)}) in {found.files:,} good files and "
        f"{found.nights:,} nights of 3 schools, {CHURN:.0%} of the students coming or leaving "
        f"each week; {found.rollovers} rollovers after a blackout, on which administrators "
        f"approved {listed(found.approved)}; {found.wrong} people not as sent at the end; "
        f"emulator; seed {found.seed}"
    )
