"""F2: a bad file archives nobody who has not left."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from shared.rostering.model import Kind
from tests.figures.bad_files import BYTE_FAULTS, TABLE_FAULTS, Elsewhere
from tests.figures.small_school import (
    NAMES,
    STYLES,
    Registry,
    Somebody,
    Style,
    table_of,
    written,
)
from tests.support.measuring import fresh_world
from tests.support.world import World

FEEDS = 1_000
CHUNK = 10
BOTH_SCHOOLS = {"another school", "half another school", "another school behind"}
"""Faults for which the people of the other school are in the database too."""

BOTH_KINDS = {"another kind", "another kind behind"}
"""Faults for which the people of the other kind are."""

VALUES = {"firstName": "first", "lastName": "last", "email": "email"}


@dataclass(frozen=True)
class School:
    """A school before the bad file, and what is true on the day of it.

    Attributes:
        before: everybody, as the last good files said.
        now: who of one kind is really there on the day.
        gone: SIS ids of those who really left.
    """

    style: Style
    before: Mapping[Kind, Sequence[Somebody]]
    kind: Kind
    now: Sequence[Somebody]
    gone: frozenset[str]


@dataclass(frozen=True)
class Feed:
    """One bad feed: what was wrong with it and what came of it; numbers are of people.

    Attributes:
        rejected: codes of the problems and holds that the file was rejected with, if it was.
        held: codes of the gate by which the file or the night was held, if one was.
        wrong: archived or lost without having left.
        strangers: added though they are not of this school.
        altered: given values that are neither the old nor the new ones.
    """

    number: int
    fault: str
    style: str
    rejected: tuple[str, ...]
    held: tuple[str, ...]
    wrong: int
    strangers: int
    altered: int

    @property
    def stopped(self) -> bool:
        """True when nobody was archived or lost who had not left."""
        return not self.wrong


@dataclass
class Survey:
    """What was tried."""

    seed: int
    feeds: list[Feed] = field(default_factory=list)


def survey(seed: int, numbers: Sequence[int], workers: int = 1) -> Survey:
    """Try bad feeds; the same seed and number give the same feed, whatever came before.

    Args:
        seed: of all of them.
        numbers: which.
        workers: processes to share them among; 1 stays in this one.
    """
    found = Survey(seed)
    if workers == 1:
        found.feeds = [try_feed(seed, number) for number in numbers]
    else:
        # A process that has spoken to the emulators can't be forked.
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            found.feeds = list(pool.map(partial(try_feed, seed), numbers, chunksize=CHUNK))
    for feed in found.feeds:
        if not feed.stopped:
            print(f"seed {seed}: {feed}", file=sys.stderr)
    return found


def try_feed(seed: int, number: int) -> Feed:
    """Load a school, send it one bad file, let two nights come, and see who is left."""
    chance = Random(f"F2 {seed} {number}")  # noqa: S311  # reproducible, not secret
    faults = [*TABLE_FAULTS, *BYTE_FAULTS]
    fault = faults[number % len(faults)]
    school = _school(chance)
    world = fresh_world()
    world.set_up()
    for kind, people in school.before.items():
        if kind is not school.kind and fault not in BOTH_KINDS:
            continue
        good = written(table_of(people, school.style, kind), school.style)
        run = world.send(_name(kind, school.style), good)
        if run.fields["outcome"] != "APPLIED":
            raise AssertionError(f"the good file of feed {number} was {run.fields['outcome']}")
    other = _others(chance, school)
    neighbor = _neighbor(world, school, other) if fault in BOTH_SCHOOLS else None
    data = _bad_file(fault, chance, school, other)
    world.pass_time(hours=20)
    name = _name(school.kind, school.style)
    world.send(name, data)
    if neighbor is not None and fault == "another school" and _heads(chance):
        swapped = written(table_of(school.now, school.style, school.kind), school.style)
        neighbor.send(name, swapped)
    world.archive_phase()
    if _heads(chance):
        world.send(name, data)
    world.archive_phase()
    return _judge(world, school, number, fault)


def _heads(chance: Random) -> bool:
    return bool(chance.getrandbits(1))


def _school(chance: Random) -> School:
    style = chance.choice(STYLES)
    students = Registry(chance, chance.randrange(1_000, 500_000))
    teachers = Registry(chance, chance.randrange(1_000, 500_000), Kind.TEACHER)
    grades = chance.choice((("6", "7", "8"), ("9", "10", "11", "12"), ("K", "1", "2", "3")))
    before = {
        Kind.STUDENT: [students.new(chance.choice(grades)) for _ in range(chance.randint(60, 150))],
        Kind.TEACHER: [teachers.new() for _ in range(chance.randint(20, 40))],
    }
    kind = chance.choices((Kind.STUDENT, Kind.TEACHER), (4, 1))[0]
    people = list(before[kind])
    gone = frozenset(one.id for one in chance.sample(people, chance.choice((0, 0, 1, 2, 4))))
    now = [one for one in people if one.id not in gone]
    now += [(students if kind is Kind.STUDENT else teachers).new(grades[0])
            for _ in range(chance.choice((0, 0, 1, 2)))]  # fmt: skip
    for at in chance.sample(range(len(now)), chance.choice((0, 0, 1, 2))):
        now[at] = replace(now[at], last=f"{now[at].last}-{chance.choice(('Ito', 'Kim'))}")
    return School(style, before, kind, now, gone)


def _others(chance: Random, school: School) -> list[Somebody]:
    """Who is at the district's other school, of the same kind."""
    registry = Registry(chance, chance.randrange(500_000, 600_000), school.kind)
    size = len(school.before[school.kind])
    return [registry.new("9") for _ in range(chance.randint(size // 2 + 1, size * 2))]


def _neighbor(world: World, school: School, people: Sequence[Somebody]) -> World:
    other = world.neighbor()
    other.set_up()
    table = table_of(people, school.style, school.kind)
    other.send(_name(school.kind, school.style), written(table, school.style))
    return other


def _bad_file(fault: str, chance: Random, school: School, other: Sequence[Somebody]) -> bytes:
    style, kind = school.style, school.kind
    good = table_of(school.now, style, kind)
    if fault in BYTE_FAULTS:
        return BYTE_FAULTS[fault](written(good, style), chance, style)
    different = Kind.TEACHER if kind is Kind.STUDENT else Kind.STUDENT
    stayed = len(school.now) // chance.randint(3, 9)
    left = Registry(chance, chance.randrange(600_000, 700_000), kind)
    former = [left.new("9") for _ in range(len(school.now) - stayed)]
    elsewhere = Elsewhere(
        school=table_of(other, style, kind),
        kind=table_of(school.before[different], style, different),
        years_ago=table_of([*former, *school.now[:stayed]], style, kind),
    )
    return written(TABLE_FAULTS[fault](good, chance, elsewhere), style)


def _name(kind: Kind, style: Style) -> str:
    return f"Lincoln_{NAMES[kind]}.{style.suffix}"


def _judge(world: World, school: School, number: int, fault: str) -> Feed:
    runs = [run for run in world.runs() if run["receivedTime"] > _first_day(world)]
    rejected = {code for run in runs if run["outcome"] == "REJECTED" for code in _codes(run)}
    held = {hold["code"] for run in runs if run["outcome"] != "REJECTED" for hold in run["holds"]}
    members = {
        (fields["kind"], fields["sisId"]): fields
        for found in world.documents.all(f"schools/{world.school}/members")
        for fields in [found.fields]
    }
    before = {one.id: one for one in school.before[school.kind]}
    now = {one.id: one for one in school.now}
    kept = [
        (kind, one)
        for kind, people in school.before.items()
        for one in people
        if kind is school.kind or fault in BOTH_KINDS
    ]
    return Feed(
        number=number,
        fault=fault,
        style=school.style.suffix,
        rejected=tuple(sorted(rejected)),
        held=tuple(sorted(held)),
        wrong=sum(
            _is_lost(members.get((kind.value, one.id)))
            for kind, one in kept
            if one.id not in school.gone or kind is not school.kind
        ),
        strangers=sum(
            key not in {(kind.value, one.id) for kind, one in kept}
            and not (key[0] == school.kind.value and key[1] in now)
            for key in members
        ),
        altered=sum(
            _is_altered(members[school.kind.value, one.id], one, before.get(one.id, one))
            for one in school.now
            if (school.kind.value, one.id) in members
        ),
    )


def _codes(run: Mapping[str, Any]) -> set[str]:
    errors = {each["code"] for each in run["problems"] if each["severity"] == "error"}
    return {hold["code"] for hold in run["holds"]} or errors


def _first_day(world: World) -> Any:  # an instant, as the document holds it
    return min(run["receivedTime"] for run in world.runs())


def _is_lost(member: Mapping[str, Any] | None) -> bool:
    return member is None or member["state"] != "ACTIVE"


def _is_altered(member: Mapping[str, Any], now: Somebody, before: Somebody) -> bool:
    return any(
        member[stored] not in {_plain(getattr(now, own)), _plain(getattr(before, own))}
        for stored, own in VALUES.items()
    )


def _plain(value: str) -> str:
    return unicodedata.normalize("NFC", value)


def line(found: Survey) -> str:
    """The figure's line."""
    feeds = found.feeds
    stopped = sum(feed.stopped for feed in feeds)
    rejected = Counter(code for feed in feeds for code in feed.rejected)
    held = Counter(code for feed in feeds if not feed.rejected for code in feed.held)
    harmless = sum(not feed.rejected and not feed.held for feed in feeds)
    strangers = [feed.strangers for feed in feeds if feed.strangers]
    altered = [feed.altered for feed in feeds if feed.altered]
    verdict = "met" if stopped == len(feeds) else "short"
    return (
        f"F2 {verdict}: {stopped:,} of {len(feeds):,} bad feeds stopped, "
        f"{sum(feed.wrong for feed in feeds)} wrong archives; "
        f"rejected {sum(bool(feed.rejected) for feed in feeds)} ({listed(rejected)}), "
        f"held {sum(bool(feed.held) and not feed.rejected for feed in feeds)} ({listed(held)}), "
        f"harmless as they were {harmless}; {sum(strangers)} strangers added by {len(strangers)} "
        f"feeds, {sum(altered)} people given wrong names or addresses by {len(altered)}; "
        f"emulator; seed {found.seed}"
    )


def listed(codes: Mapping[str, int]) -> str:
    """Codes with their numbers, the most frequent first."""
    ordered = sorted(codes.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{code} {number}" for code, number in ordered) or "none"
