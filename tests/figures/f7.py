"""F7: after a kill at any write, the state is the one of a run that nobody killed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared.rostering.runs import Arrival
from tests.figures.crash_flows import FLOWS, Flow
from tests.figures.crash_points import Assassin, Killed, Moment, armed, notices, picture
from tests.support.measuring import fresh_world
from tests.support.world import World

DESIGNED_FLOWS = 12
MOST_WRITES = 10
"""Writes of one commit here, so that a few people make several chunks."""


@dataclass(frozen=True)
class Point:
    """One place to die: the flow, the number of the write, and the moment."""

    flow: Flow
    write: int
    moment: Moment
    really: bool = False

    def __str__(self) -> str:
        how = "SIGKILL" if self.really else "crash"
        return f"{self.flow.name}: {how} at write {self.write}, {self.moment.value}"


@dataclass(frozen=True)
class Calm:
    """The state after a run that nobody killed, its writes and its notices."""

    picture: dict[str, Any]
    writes: int
    notices: int


@dataclass
class Survey:
    """What was tried and what went wrong."""

    points: int = 0
    killed: int = 0
    flows: set[str] = field(default_factory=set)
    unknown: int = 0
    failures: list[str] = field(default_factory=list)


class Surveyor:
    """Tries points one after the other."""

    def __init__(self) -> None:
        self._calm: dict[str, Calm] = {}
        self.survey = Survey()

    def points(self, flow: Flow) -> Iterator[Point]:
        """Every place to die in a flow."""
        for write in range(1, self._calm_picture(flow).writes + 1):
            for moment in Moment:
                yield Point(flow, write, moment)

    def try_point(self, point: Point) -> None:
        """Kill once, start again, let everything come again, and compare."""
        calm = self._calm_picture(point.flow)
        world = fresh_world(MOST_WRITES)
        arrival = point.flow.prepare(world)
        if point.really:
            died, sent = _really_die(world, point, arrival)
        else:
            died, sent = _die(world, point, arrival), []
        if point.moment is Moment.AFTER_LOST or point.really:
            world.tasks.waiting.clear()
        _come_again(world, point.flow, arrival)
        self.survey.points += 1
        self.survey.killed += point.really
        self.survey.flows.add(point.flow.name)
        self._judge(point, world, calm, [*sent, *(mail.notice_id for mail in world.mail.mails)])
        if not died:
            self.survey.failures.append(f"{point}: nothing died there")

    def _judge(self, point: Point, world: World, calm: Calm, sent: list[str]) -> None:
        found = picture(world)
        for part, value in calm.picture.items():
            if found[part] != value:
                self.survey.failures.append(f"{point}: {part} differ")
        states = notices(world)
        self.survey.unknown += states.count("UNKNOWN")
        if len(set(sent)) != len(sent):
            self.survey.failures.append(f"{point}: a notice was sent twice")
        if len(states) != calm.notices or set(states) - {"SENT", "UNKNOWN"}:
            self.survey.failures.append(f"{point}: notices are {states}")
        if len(sent) < states.count("SENT"):
            self.survey.failures.append(f"{point}: a notice is called sent and was not")

    def _calm_picture(self, flow: Flow) -> Calm:
        if flow.name not in self._calm:
            world = fresh_world(MOST_WRITES)
            arrival = flow.prepare(world)
            counter = Assassin()
            with armed(world, counter):
                flow.act(world, arrival)
            world.rostering.reconciler.reconcile(world.clock)
            world.drain()
            self._calm[flow.name] = Calm(picture(world), counter.writes, len(notices(world)))
        return self._calm[flow.name]


def _really_die(world: World, point: Point, arrival: Arrival | None) -> tuple[bool, list[str]]:
    """Let another process do the flow and die of SIGKILL; gives the notices that it sent too."""
    words = [world.school, point.flow.name, str(point.write), point.moment.name]
    words += [world.now.isoformat(), *([] if arrival is None else [arrival.name])]
    with tempfile.NamedTemporaryFile("r") as sent:
        command = [sys.executable, "-m", "tests.figures.victim", sent.name, *words]
        ended = subprocess.run(command, check=False, timeout=120)
        return ended.returncode == -signal.SIGKILL, sent.read().split()


def _die(world: World, point: Point, arrival: Arrival | None) -> bool:
    try:
        with armed(world, Assassin(point.write, point.moment)):
            point.flow.act(world, arrival)
    except Killed:
        return True
    return False


def _come_again(world: World, flow: Flow, arrival: Arrival | None) -> None:
    """A new process, later: events and tasks come again, the sweepers find what was lost."""
    world.restart()
    world.now += timedelta(minutes=5)
    flow.act(world, arrival)
    for _ in range(3):
        world.rostering.reconciler.reconcile(world.clock)
        world.drain()
        world.now += timedelta(minutes=10)
        world.notifications.sweep()
        world.drain()


def survey(seed: int, *, each: int | None, kills: int, flows: Sequence[Flow] = FLOWS) -> Survey:
    """Try points.

    Args:
        seed: chooses among points.
        each: points of every flow, None for all of them.
        kills: how many of them again with another process and a real SIGKILL.
        flows: in which.
    """
    chance = random.Random(seed)  # noqa: S311  # a choice of tests
    surveyor = Surveyor()
    tried: list[Point] = []
    for flow in flows:
        points = list(surveyor.points(flow))
        if each is not None:
            points = chance.sample(points, min(each, len(points)))
        for point in points:
            surveyor.try_point(point)
        tried += points
    for point in chance.sample(tried, min(kills, len(tried))):
        surveyor.try_point(Point(point.flow, point.write, point.moment, really=True))
    return surveyor.survey


def line(found: Survey, seed: int) -> str:
    """The figure's line."""
    flows = f"{len(found.flows)} flows (of at least {DESIGNED_FLOWS})"
    good = found.points - len({failure.rsplit(":", 1)[0] for failure in found.failures})
    verdict = "met" if not found.failures else "short"
    return (
        f"F7 {verdict}: {good}/{found.points} crash points survived over {flows}, "
        f"{found.killed} of them by SIGKILL; {found.unknown} notices left UNKNOWN and shown, "
        f"0 sent twice; emulator; seed {seed}"
    )
