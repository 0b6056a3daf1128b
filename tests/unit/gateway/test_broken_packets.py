"""A connection that breaks within a packet is no session that its client has ended."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncssh
import pytest
from asyncssh.stream import SSHReader, SSHServerStreamSession

from infra.gateway.session import DropBoxHandler

PART = (16).to_bytes(4, "big") + b"ab"
"""Two of the sixteen bytes that a packet says it has."""


class Channel:
    """What a session asks of its channel."""

    def get_encoding(self) -> tuple[None, str]:
        return None, "strict"

    def get_connection(self) -> None:
        return None

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    def get_recv_window(self) -> int:
        return 1 << 20

    def get_read_datatypes(self) -> frozenset[int]:
        return frozenset()

    def get_write_datatypes(self) -> frozenset[int]:
        return frozenset()

    def resume_reading(self) -> None:
        pass


def after(*, broke: bool) -> Exception:
    """What a session whose client sent a part of a packet ends with."""

    async def read() -> None:
        channel: Any = Channel()
        session = SSHServerStreamSession[bytes](None)
        session.connection_made(channel)
        session.data_received(PART, None)
        if broke:
            session.connection_lost(asyncssh.ConnectionLost("cut"))
        else:
            session.eof_received()
        handler = object.__new__(DropBoxHandler)
        handler._reader = SSHReader(session, channel)
        await handler.recv_packet()

    with pytest.raises((EOFError, asyncssh.Error)) as raised:
        asyncio.run(read())
    return raised.value


def test_a_cut_within_a_packet_is_a_lost_connection() -> None:
    assert isinstance(after(broke=True), asyncssh.ConnectionLost)


def test_an_end_within_a_packet_is_an_end() -> None:
    assert isinstance(after(broke=False), EOFError)
