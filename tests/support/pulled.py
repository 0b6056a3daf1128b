"""A school that is pulled from the simulated system, night after night."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from infra.local.sis import Settings, SisServer
from infra.local.sis.data import SisData
from shared.kernel.ids import RunId
from shared.rostering.api_source import ApiSource
from shared.rostering.connections import Method
from shared.rostering.runs import Run
from tests.support.world import World

HIGH_SCHOOL = "school-lincoln-high"


class PulledSchool:
    """A world whose connection is to a simulated system."""

    def __init__(self, world: World, sis: SisServer) -> None:
        self.world = world
        self.sis = sis
        world.sources = [urlsplit(sis.root_url).netloc]
        world.authority = str(sis.ca_file)

    def set_up(
        self, *, verified: bool = True, school: str = HIGH_SCHOOL, secret: str = "", **source: Any
    ) -> None:
        """Write the connection with the key that the system knows."""
        world, sis = self.world, self.sis
        keys = world.rostering.keys
        version = keys.add(world.school, world.connection, secret or sis.client_secret)
        told = {"base_url": sis.root_url, "token_url": sis.token_url, "client_id": sis.client_id}
        world.set_up(
            verified=verified,
            method=Method.ONEROSTER,
            school_sourced_id=school,
            api_source=ApiSource(
                **{**told, **source}, secret_version=version, secret_time=world.now
            ),
        )

    def begin(self, key: str = "") -> RunId:
        """Begin a pull; not begun to be worked on."""
        rostering = self.world.rostering
        connection = rostering.store.connection(self.world.school, self.world.connection)
        assert connection is not None
        return rostering.puller.begin(
            connection, key or secrets.token_hex(4), rostering.store.create_run
        )

    def pull(self) -> Run:
        """Pull, do all the work, and give the run as it ended."""
        run = self.begin()
        self.world.drain()
        return self.world.run(run)


@contextmanager
def pulled_school(
    world: World, data: SisData, *quirks: str, settings: Settings | None = None
) -> Iterator[PulledSchool]:
    """The world's school, on a system with these records and quirks."""
    with SisServer(data, quirks, settings or Settings()) as sis:
        yield PulledSchool(world, sis)
