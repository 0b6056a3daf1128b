"""A school that is pulled through a proxy, and a queue that brings its work again as time goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from unittest import mock

import httpcore

from infra.local.sis import SisServer
from infra.local.sis.data import SisData
from shared.cloud.outside import Outside
from shared.cloud.outside_sockets import Resolver, look_up
from shared.rostering.api_source import ApiSource
from shared.rostering.night import TICK_HOURS
from shared.rostering.runs import Run
from tests.support.gate_steps import change
from tests.support.measuring import fresh_world
from tests.support.pulled import PulledSchool
from tests.support.toxic_proxy import ToxicProxy, toxic_proxy
from tests.support.world import World

HOUR = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""One in the morning in New York, where the district is."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
"""Of the queue, before it brings a task again."""
MOST_ROUNDS = 40
PAGE = 25
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_VOLATILE = frozenset({"createTime", "updateTime", "archiveTime", "source"})


@dataclass(frozen=True)
class Standing:
    """Who is at the school, as the database has it, without times and ids of runs.

    Attributes:
        members: by SIS id.
        guardians: by id.
        classes: who is in each section, by its name and code.
        terms: by name.
    """

    members: dict[str, dict[str, Any]]
    guardians: dict[str, dict[str, Any]]
    classes: dict[str, frozenset[str]]
    terms: frozenset[str]

    def strays(self, before: Self, calm: Self) -> list[str]:
        """What is neither as it was nor as it has to become; empty where nobody was harmed."""
        # Who joins by a pull that ended early has guardians from the next whole one on.
        alone: dict[str, list[str]] = {"guardianIds": []}
        found = [
            name
            for name in _others(self.members, before.members, calm.members)
            if name in before.members
            or self.members[name] != {**calm.members.get(name, {}), **alone}
        ]
        found += _others(self.guardians, before.guardians, calm.guardians)
        for name in self.classes.keys() | before.classes.keys() | calm.classes.keys():
            here, was, will = (each.classes.get(name) for each in (self, before, calm))
            if here is None and None in (was, will):
                continue
            held, was, will = (each or frozenset() for each in (here, was, will))
            if not was & will <= held <= was | will:
                found.append(f"class {name}")
        if not before.terms & calm.terms <= self.terms <= before.terms | calm.terms:
            found.append("terms")
        return found


def _others(
    here: dict[str, dict[str, Any]], was: dict[str, dict[str, Any]], will: dict[str, dict[str, Any]]
) -> Iterator[str]:
    for name in here.keys() | was.keys() | will.keys():
        if here.get(name) not in (was.get(name), will.get(name)):
            yield name


class ToxicSchool(PulledSchool):
    """A school whose system is behind a proxy.

    Attributes:
        resolve: looks up the system's name.
        connects: to which addresses that are not of this machine a connection was tried.
    """

    def __init__(self, world: World, sis: SisServer, proxy: ToxicProxy) -> None:
        super().__init__(world, sis)
        self.proxy = proxy
        self.resolve: Resolver = look_up
        self.connects: list[str] = []
        world.sources = [f"localhost:{proxy.port}"]
        # The world's services ask for the door that stands there now.
        world.open_outside = self._open_outside  # type: ignore[method-assign]
        world.restart()

    def set_up(self, **settings: Any) -> None:
        """Write the connection, whose addresses are the proxy's."""
        root = f"https://localhost:{self.proxy.port}"
        sections = settings.pop("roster_sections", False)
        told = {"base_url": root, "token_url": f"{root}/token", "page_limit": PAGE}
        super().set_up(**{**told, **settings})
        if sections:
            change(self.world, roster_sections=True)

    def standing(self) -> Standing:
        """Who is there now."""
        documents, place = self.world.documents, f"schools/{self.world.school}"
        sections = [each.fields for each in documents.where(f"{place}/lists", "kind", "SECTION")]
        return Standing(
            {name: _lasting(fields) for name, fields in self.world.members().items()},
            {each["guardianId"]: _lasting(each) for each in self.world.guardians()},
            {
                f"{each['displayName']} {each.get('sectionCode', '')}": frozenset(
                    [*each["memberIds"], *each["teacherIds"]]
                )
                for each in sections
            },
            frozenset(each.fields["displayName"] for each in documents.all(f"{place}/terms")),
        )

    def settle(self) -> None:
        """Do all work; what asks for it comes again later, as the queue would bring it."""
        world, wait = self.world, FIRST_WAIT
        for _ in range(MOST_ROUNDS):
            if not world.tasks.waiting:
                return
            due, world.tasks.waiting = world.tasks.waiting, {}
            again = {name: task for name, task in due.items() if world.do(*task)}
            if again:
                world.now += wait
                wait = min(wait * 2, LONGEST_WAIT)
            world.tasks.waiting |= again
        raise AssertionError(f"work never ends: {sorted(world.tasks.waiting)}")

    def night(self, day: int) -> None:
        """Let a night come: each hour its job fires, and that of the archive phase."""
        world = self.world
        for late in range(TICK_HOURS + 1):
            tick = HOUR + timedelta(days=day, hours=late)
            world.now = max(world.now, tick)
            world.rostering.nights.tick(tick)
            self.settle()
            world.rostering.starter.start_archive_phases(tick)
            self.settle()

    def newest_pull(self) -> Run:
        """The pull that began last."""
        pulls = [run for run in self.world.runs() if run["pull"] is not None]
        return self.world.run(max(pulls, key=lambda run: run["receivedTime"])["run"])

    @contextmanager
    def _open_outside(self, source: ApiSource) -> Iterator[Outside]:
        world = self.world
        door = Outside(
            world.sources,
            world.authority,
            keeps_cookies=source.keep_cookies,
            resolve=self.resolve,
        )
        connect = httpcore.SyncBackend.connect_tcp

        def watched(backend: Any, host: str, *args: Any, **more: Any) -> Any:
            if host not in _HERE:
                self.connects.append(host)
                raise httpcore.ConnectError
            return connect(backend, host, *args, **more)

        with mock.patch.object(httpcore.SyncBackend, "connect_tcp", watched):
            try:
                yield door
            finally:
                door.close()


def _lasting(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _VOLATILE}


@contextmanager
def toxic_school(data: SisData) -> Iterator[ToxicSchool]:
    """A school of a district of its own, on a system with these records."""
    with SisServer(data) as sis, toxic_proxy(sis._server.server_port) as proxy:
        yield ToxicSchool(fresh_world(), sis, proxy)
