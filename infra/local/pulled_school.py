"""The demo's high school: its people come from the simulated system, over https, not as files."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from infra.local.parts import SIS_FOLDER
from infra.local.sis import Settings, SisServer, make_data
from infra.local.sis.cast import org_id
from infra.local.sis.data import SisData
from infra.local.stack import Stack
from shared.rostering.api_source import ApiSource

SCHOOL = "lincoln-high"
LIMIT = 500
"""Of a page, so that a pull has several of them."""


class SchoolSystem:
    """The system at the address that the stack has published; stopped with its ``with`` block."""

    def __init__(self, stack: Stack, seed: int, people: int | None = None) -> None:
        """Make its records; nobody answers yet.

        Args:
            stack: has the address.
            seed: of the demo district, whose people they are.
            people: how many of them, guardians among them; all unless told.
        """
        self._port = int(stack.addresses["sis"].rpartition(":")[2])
        self._folder = stack.state / SIS_FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.data: SisData = make_data(people, seed)
        self._server: SisServer | None = None

    @property
    def server(self) -> SisServer:
        """Whoever answers now."""
        assert self._server is not None, "the system was not started"  # noqa: S101  # our own order
        return self._server

    @property
    def sourced_id(self) -> str:
        """The school's id there."""
        return org_id(SCHOOL)

    def source(self) -> ApiSource:
        """What the school's connection says of it, without the secret."""
        there = self.server
        return ApiSource(
            there.root_url, there.token_url, client_id=there.client_id, page_limit=LIMIT
        )

    def start(self, *quirks: str) -> None:
        """Answer from now on, with these quirks; whoever answered before stops."""
        self.stop()
        self._server = SisServer(self.data, quirks, Settings(), self._port, self._folder)
        self._server.start()

    def stop(self) -> None:
        """Answer no longer."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
