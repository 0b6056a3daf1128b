"""Random small schools and what happens to them before a run is undone. Seeded."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.cloud.firestore import Document
from shared.kernel.ids import ConnectionId
from shared.rostering.limits import DistrictLimits, Limits, limits_fields
from shared.rostering.runs import Outcome, Run, Trigger
from tests.support.rosters import STUDENT_HEADER, file_of
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
STAFF = "Lincoln_staff.csv"
_STAFF_HEADER = "ID Number,First Name,Last Name,Email,Role"
_WIDE = Limits(
    archive_share=1.0,
    archive_floor=10_000,
    archive_ceiling=10_000,
    update_share=1.0,
    key_share=1.0,
    insert_share=1.0,
    change_floor=10_000,
    churn_share=2.0,
    shrink_share=0.0,
    reject_hold_share=1.0,
    reject_file_share=1.0,
    blank_share=1.0,
    new_managers=10_000,
    new_managers_share=1.0,
    second_person_share=1.0,
    second_person_count=0,
    holds_in_a_row=0,
)
_WIDE_DISTRICT = DistrictLimits(1.0, 10_000, 10_000, 1.0)


@dataclass
class School:
    """What the school's information system knows; files are made of it.

    Attributes:
        students: id → cells.
        staff: id → cells.
    """

    chance: random.Random
    students: dict[str, dict[str, str]] = field(default_factory=dict)
    staff: dict[str, dict[str, str]] = field(default_factory=dict)
    numbers: int = 0

    def enroll(self, many: int) -> None:
        for _ in range(many):
            self.numbers += 1
            number = self.numbers
            self.students[str(1000 + number)] = {
                "first": f"First{number}",
                "last": self._last(),
                "email": self.chance.choice(["", f"s{number}@students.example.org"]),
                "grade": self._grade(),
                "parent": self._parents(),
                "phone": self._phones(),
            }

    def hire(self, many: int) -> None:
        for _ in range(many):
            self.numbers += 1
            number = self.numbers
            role = self.chance.choice(["Teacher", "Staff"])
            cells = {"first": f"Ada{number}", "last": self._last(), "role": role}
            self.staff[f"E{number}"] = {**cells, "email": f"a{number}@example.org"}

    def change(self, share: float) -> None:
        """Let some students change in any of their cells."""
        for cells in self.students.values():
            if self.chance.random() >= share:
                continue
            new = {
                "first": f"Other{self.chance.randrange(100)}",
                "last": self._last(),
                "email": f"new{self.chance.randrange(10_000)}@students.example.org",
                "grade": self._grade(),
                "parent": self._parents(),
                "phone": self._phones(),
            }
            for name in self.chance.sample(sorted(new), self.chance.randint(1, len(new))):
                cells[name] = new[name]

    def leave(self, share: float) -> dict[str, dict[str, str]]:
        """Let some students leave, one at least and never all; gives those."""
        ids = sorted(self.students)
        many = min(len(ids) - 1, max(1, round(share * len(ids))))
        return {each: self.students.pop(each) for each in self.chance.sample(ids, many)}

    def renumber(self, share: float) -> None:
        """Let some students, one at least, have another id."""
        ids = sorted(self.students)
        for each in self.chance.sample(ids, max(1, round(share * len(ids)))):
            self.students[f"7{each}"] = self.students.pop(each)

    def promote(self) -> None:
        """Let somebody of the staff become a Manager, which waits for a person."""
        for each in self.chance.sample(sorted(self.staff), min(2, len(self.staff))):
            self.staff[each]["role"] = "Manager"

    def students_file(self) -> str:
        order = ("first", "last", "email", "grade", "parent", "phone")
        lines = [self._line(each, cells, order) for each, cells in self.students.items()]
        self.chance.shuffle(lines)
        return file_of(STUDENT_HEADER, lines)

    def staff_file(self) -> str:
        order = ("first", "last", "email", "role")
        lines = [self._line(each, cells, order) for each, cells in self.staff.items()]
        return file_of(_STAFF_HEADER, lines)

    @staticmethod
    def _line(name: str, cells: dict[str, str], order: Sequence[str]) -> str:
        return ",".join([name, *(f'"{cells[each]}"' for each in order)])

    def _last(self) -> str:
        return self.chance.choice(["Peña", "O'Neil", "Nguyễn", "Smith", "de la Cruz", "Łukasik"])

    def _grade(self) -> str:
        return self.chance.choice(["PK", "K", "1", "5", "9", "12"])

    def _parents(self) -> str:
        """None, one or two of a few, so that there are siblings."""
        few = [f"p{n}@example.org" for n in range(12)]
        return ";".join(self.chance.sample(few, self.chance.choice([0, 1, 1, 2])))

    def _phones(self) -> str:
        return self.chance.choice(["", "", f"(303) 555-01{self.chance.randrange(10, 99)}"])


def set_up(world: World, *, verified: bool) -> None:
    """A school where the brakes let everything through that they may let through."""
    world.set_up(verified=verified, limits=_WIDE)
    commit = world.documents.commit()
    commit.update("district/settings", {"rosterLimits": limits_fields(_WIDE_DISTRICT)})
    commit.run()


def beginning(world: World, chance: random.Random, *, verified: bool = True) -> School:
    """A school of 5 to 60 people of whom nothing was sent yet."""
    set_up(world, verified=verified)
    school = School(chance)
    school.enroll(chance.randint(4, 45))
    school.hire(chance.randint(1, 15))
    return school


def send(world: World, school: School) -> Run:
    """Send the students, some time later."""
    world.pass_time(minutes=7)
    return world.send(STUDENTS, school.students_file())


def _settled(world: World, chance: random.Random) -> School:
    """A school whose people are all here, after some days of ordinary files."""
    school = beginning(world, chance)
    send(world, school)
    world.send(STAFF, school.staff_file())
    if chance.random() < 0.5:
        school.change(0.2)
        send(world, school)
    return school


Then = Callable[[], Run]
"""Does the thing that is undone, and gives its run."""


def first_load(world: World, chance: random.Random) -> Then:
    school = beginning(world, chance)
    return lambda: send(world, school)


def next_file(world: World, chance: random.Random) -> Then:
    school = _settled(world, chance)
    school.change(chance.random())
    school.enroll(chance.randint(1, 10))
    if chance.random() < 0.5:
        school.leave(0.1)
    return lambda: send(world, school)


def leavers(world: World, chance: random.Random) -> Then:
    school = _settled(world, chance)
    school.leave(chance.random() * 0.5)
    send(world, school)
    return lambda: _night(world)


def restores(world: World, chance: random.Random) -> Then:
    school = _settled(world, chance)
    gone = school.leave(0.4)
    send(world, school)
    _night(world)
    school.students |= gone
    school.change(0.5)
    return lambda: send(world, school)


def first_approval(world: World, chance: random.Random) -> Then:
    school = beginning(world, chance, verified=False)
    dry_run = send(world, school)
    assert dry_run.outcome is Outcome.DRY_RUN
    return lambda: _approve(world, dry_run, frozenset())


def by_name(world: World, chance: random.Random) -> Then:
    school = _settled(world, chance)
    school.promote()
    held = world.send(STAFF, school.staff_file())
    people = {world.members()[e]["personId"] for e in school.staff if _waits(world, school, e)}
    return lambda: _approve(world, held, frozenset(people))


def new_ids(world: World, chance: random.Random) -> Then:
    """Students who come under other ids, and a person who says that they are the same."""
    school = _settled(world, chance)
    school.renumber(0.5)
    held = send(world, school)
    return lambda: _approve(world, held, frozenset())


def new_source(world: World, chance: random.Random) -> Then:
    """Another connection takes over the people of the first one."""
    school = _settled(world, chance)
    old, world.connection = world.connection, ConnectionId("new")
    world.set_up(verified=False, limits=_WIDE, migrates_from=old)
    school.renumber(0.7)
    school.change(0.2)
    dry_run = send(world, school)
    return lambda: _approve(world, dry_run, frozenset())


SORTS = (
    first_load,
    next_file,
    next_file,
    leavers,
    restores,
    first_approval,
    by_name,
    new_ids,
    new_source,
)


def _waits(world: World, school: School, name: str) -> bool:
    return school.staff[name]["role"] == "Manager" and world.members()[name]["role"] != "MANAGER"


def _night(world: World) -> Run:
    known = {run["run"] for run in world.runs()}
    world.archive_phase()
    (night,) = [
        run["run"]
        for run in world.runs()
        if run["run"] not in known and run["trigger"] == Trigger.ARCHIVE_PHASE
    ]
    return world.run(night)


def _approve(world: World, source: Run, people: frozenset[str]) -> Run:
    world.pass_time(minutes=30)
    run = world.approve(source, people)
    world.drain()
    return world.run(run)


def state_of(world: World) -> dict[str, Any]:
    """All that an undo has to bring back, whole documents with their times.

    The district's count of a day's archives is not among them: a brake does not forget.
    """
    documents, place = world.documents, f"schools/{world.school}"
    pointers = list(documents.all(f"{place}/rosterSnapshots"))
    return {
        "members": {found.id: found.fields for found in documents.all(f"{place}/members")},
        "guardians": {found.id: found.fields for found in documents.all(f"{place}/guardians")},
        "pointers": {found.id: found.fields for found in pointers},
        "snapshots": {
            found.id: world.files._work.read(found.fields["object"]).hex()
            for found in pointers
            if found.fields["object"]
        },
        "connections": [found.fields for found in documents.all(f"{place}/rosterConnections")],
        "district": _fields(documents.get("district/settings")),
    }


def _fields(found: Document | None) -> dict[str, Any]:
    assert found is not None
    return found.fields
