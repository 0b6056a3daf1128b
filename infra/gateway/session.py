"""The SSH side of an SFTP session: its packets, its end, and what a channel may be used for.

Builds on parts of asyncssh that it does not promise to keep, so its version is pinned exactly.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Protocol

import asyncssh
from asyncssh.constants import FXP_BLOCK, FXP_LINK, FXP_UNBLOCK
from asyncssh.packet import PacketDecodeError, SSHPacket
from asyncssh.sftp import SFTPLimits, SFTPServerHandler
from asyncssh.stream import SSHReader, SSHServerStreamSession, SSHWriter

from infra.gateway.drop_box import DropBox
from infra.gateway.sftp import DropBoxServer

SFTP_VERSION = 3
WINDOW_BYTES = 2 * 1024 * 1024
PACKET_BYTES = 65_536
"""Of a channel; with asyncssh's own 32 KiB some clients wait for an answer after each write."""
WRITE_BYTES = 262_144 - 1024
"""Of one SFTP write, as the server advertises it: OpenSSH's own limit."""

_NO_SCP = "carillon: the old scp protocol is not spoken here; use sftp, or scp without -O\r\n"
_NOT_OFFERED = (
    FXP_LINK,
    FXP_BLOCK,
    FXP_UNBLOCK,
    b"hardlink@openssh.com",
    b"statvfs@openssh.com",
    b"fstatvfs@openssh.com",
    b"copy-data",
    b"ranges@asyncssh.com",
)

Process = Callable[[SFTPServerHandler, SSHPacket], Awaitable[object]]


class Line(Protocol):
    """The connection that a session belongs to."""

    def begin_request(self) -> None:
        """A packet came: the client isn't idle."""

    def end_request(self) -> None:
        """The packet was answered; the idle time starts again."""

    def why_ended(self, error: Exception | None) -> str:
        """The reason, UPPER_SNAKE, for which a session ended with files open."""

    def fault(self, error: Exception) -> None:
        """The gateway itself failed."""

    def box_ended(self, box: DropBox) -> None:
        """The session is over and its uploads are settled."""


def _guarded(process: Process) -> Process:
    """Keep what went wrong inside the gateway from being sent to the client, text and all."""

    @wraps(process)
    async def guarded(self: DropBoxHandler, packet: SSHPacket) -> object:
        try:
            return await process(self, packet)
        except (asyncssh.SFTPError, PacketDecodeError):
            raise
        except Exception as error:
            if _is_raised_by_asyncssh(error):
                raise asyncssh.SFTPBadMessage("the request cannot be read") from None
            self.line.fault(error)
            raise asyncssh.SFTPFailure("the drop box failed; try again later") from error

    return guarded  # type: ignore[return-value]  # the handlers are only ever called on this class


def _is_raised_by_asyncssh(error: Exception) -> bool:
    # Its decoder lets a KeyError and the like out for packets that make no sense.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return module.startswith("asyncssh.")


class DropBoxHandler(SFTPServerHandler):
    """Handles the packets of one session and tells a clean end from a broken one.

    asyncssh ends every session, also one whose connection broke, by closing each open handle as if
    the client had; here an open handle at the end means that its file is broken.
    """

    _extensions = [  # noqa: RUF012  # the name and shape are asyncssh's
        (b"posix-rename@openssh.com", b"1"),
        (b"fsync@openssh.com", b"1"),
        (b"lsetstat@openssh.com", b"1"),
        (b"limits@openssh.com", b"1"),
    ]
    _packet_handlers = {  # noqa: RUF012  # the same
        kind: _guarded(process)
        for kind, process in SFTPServerHandler._packet_handlers.items()  # noqa: SLF001
        if process is not None and kind not in _NOT_OFFERED
    }

    def __init__(
        self,
        server: DropBoxServer,
        reader: SSHReader[bytes],
        writer: SSHWriter[bytes],
        box: DropBox,
        line: Line,
    ) -> None:
        super().__init__(server, reader, writer, SFTP_VERSION)
        self.line = line
        self._box = box
        self._channel: Any = writer.channel

    async def run(self) -> None:
        """Answer packets until the session ends, however it ends."""
        error: Exception | None = None
        try:
            await super().run()
        except Exception as raised:  # noqa: BLE001  # a fault must not leave uploads open
            error = raised
            self.line.fault(raised)
        finally:
            if self._writer is not None:
                await self._cleanup(error)
            self.line.box_ended(self._box)

    async def recv_packet(self) -> SSHPacket:
        """The next packet.

        Raises:
            EOFError: the client has ended the session.
            asyncssh.Error: the connection broke, also in the middle of a packet.
        """
        try:
            return await super().recv_packet()
        except EOFError:
            # What broke the connection stands behind the part of a packet that came before it.
            if self._reader is not None:
                await self._reader.read(1)
            raise

    async def _process_packet(self, pkttype: int, pktid: int, packet: SSHPacket) -> None:
        self.line.begin_request()
        try:
            await super()._process_packet(pkttype, pktid, packet)
        finally:
            self.line.end_request()

    async def _process_limits(self, packet: SSHPacket) -> SFTPLimits:
        packet.check_end()
        return SFTPLimits(WRITE_BYTES + 1024, WRITE_BYTES, WRITE_BYTES, 0)

    async def _cleanup(self, exc: Exception | None) -> None:
        self._file_handles = {}
        self._box.end(self.line.why_ended(exc))
        if exc is None and self._writer is not None:
            # Without an exit status, scp takes a good upload for a failed one.
            with contextlib.suppress(OSError):
                self._channel.exit(0)
        await super()._cleanup(exc)


DropBoxHandler._packet_handlers[b"limits@openssh.com"] = _guarded(  # noqa: SLF001
    DropBoxHandler._process_limits  # type: ignore[arg-type]  # noqa: SLF001
)


class DropBoxSession(SSHServerStreamSession[bytes]):
    """A channel that is good for SFTP only."""

    def __init__(self, new_box: Callable[[], DropBox], line: Line) -> None:
        super().__init__(None)
        self._new_box = new_box
        self._line = line

    def shell_requested(self) -> bool:
        """Refuse."""
        return False

    def exec_requested(self, command: str) -> bool:
        """Refuse; the old scp protocol is let in only to be told what to use."""
        return command.startswith("scp ")

    def subsystem_requested(self, subsystem: str) -> bool:
        """Take SFTP."""
        return subsystem == "sftp"

    def session_started(self) -> None:
        """Begin to answer."""
        channel: Any = self._chan
        if channel.get_subsystem() != "sftp":
            channel.write_stderr(_NO_SCP.encode())
            channel.exit(1)
            return
        box = self._new_box()
        handler = DropBoxHandler(
            DropBoxServer(channel, box),
            SSHReader(self, channel),
            SSHWriter(self, channel),
            box,
            self._line,
        )
        channel.get_connection().create_task(handler.run())
