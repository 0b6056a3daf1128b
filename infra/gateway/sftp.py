"""SFTP's requests turned into the drop box's words, and its refusals into SFTP's statuses."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import asyncssh
from asyncssh import FXF_APPEND, FXF_EXCL, FXF_WRITE, SFTPAttrs, SFTPName

from infra.gateway.drop_box import DropBox, Folder, Wanted
from infra.gateway.names import resolve
from infra.gateway.recent import Sent
from infra.gateway.refusal import Answer, Refusal
from infra.gateway.upload import Upload

MAX_NOTICES = 20
"""Texts written beside the statuses in one session, so that they never fill a client's window."""

_NO_READING = Refusal("READ", "files can be put here, not read", Answer.DENIED)
_NO_LINKS = Refusal("LINK", "links cannot be made here", Answer.UNSUPPORTED)
_NO_REMOVAL = Refusal("FOLDER", "folders cannot be removed", Answer.DENIED)

_STATUS: dict[Answer, Callable[[str], asyncssh.SFTPError]] = {
    Answer.DENIED: asyncssh.SFTPPermissionDenied,
    Answer.MISSING: asyncssh.SFTPNoSuchFile,
    Answer.FAILURE: asyncssh.SFTPFailure,
    Answer.UNSUPPORTED: asyncssh.SFTPOpUnsupported,
}
_QUIET = frozenset({Answer.MISSING, Answer.UNSUPPORTED})


class DropBoxServer(asyncssh.SFTPServer):
    """One session's SFTP server. File objects are `Upload`s; nothing touches a file system."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], box: DropBox) -> None:
        super().__init__(channel)
        self._box = box
        self._notices = 0

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:  # noqa: ARG002
        """Begin a file. A flag for reading beside writing is let pass: Go's client sets it."""
        wanted = Wanted(
            writes=bool(pflags & FXF_WRITE),
            appends=bool(pflags & FXF_APPEND),
            exclusive=bool(pflags & FXF_EXCL),
        )
        with self._answered():
            return await self._box.open(path, wanted)

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Take a piece of a file."""
        with self._answered():
            await self._box.write(_upload(file_obj), offset, data)
        return len(data)

    async def close(self, file_obj: object) -> None:
        """End a file, which publishes it unless its name is temporary."""
        with self._answered():
            await self._box.close(_upload(file_obj))

    def read(self, file_obj: object, offset: int, size: int) -> bytes:  # noqa: ARG002
        """Refuse."""
        self._refuse(_NO_READING)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a parked file its final name. A name that was used before may be used again."""
        with self._answered():
            await self._box.rename(oldpath, newpath)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Do as `rename`."""
        await self.rename(oldpath, newpath)

    async def remove(self, path: bytes) -> None:
        """Throw away a file that isn't published."""
        with self._answered():
            await self._box.remove(path)

    async def stat(self, path: bytes) -> SFTPAttrs:
        """Show a file of this login or a folder."""
        with self._answered():
            return _attributes(await self._box.stat(path))

    async def lstat(self, path: bytes) -> SFTPAttrs:
        """Do as `stat`: there are no links."""
        return await self.stat(path)

    def fstat(self, file_obj: object) -> SFTPAttrs:
        """Show what has come of an open file."""
        return _attributes(self._box.stat_open(_upload(file_obj)))

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """List this login's files of the last day."""
        with self._answered():
            entries = await self._box.list(path)
        for name in (b".", b".."):
            yield SFTPName(name, attrs=_attributes(Folder()))
        for sent in entries:
            yield SFTPName(sent.name.encode(), attrs=_attributes(sent))

    def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:  # noqa: ARG002
        """Accept a folder that changes nothing."""
        with self._answered():
            self._box.make_folder(path)

    def realpath(self, path: bytes) -> bytes:
        """Resolve a path below the virtual root."""
        with self._answered():
            return ("/" + "/".join(resolve(path))).encode()

    def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Ignore: clients set times and modes after a put and give up when that fails."""

    def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Ignore, as `setstat`."""

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """Ignore, as `setstat`."""

    def fsync(self, file_obj: object) -> None:
        """Ignore: a file is safe when it is closed, not before."""

    def rmdir(self, path: bytes) -> None:  # noqa: ARG002
        """Refuse."""
        self._refuse(_NO_REMOVAL)

    def readlink(self, path: bytes) -> bytes:  # noqa: ARG002
        """Refuse."""
        self._refuse(_NO_LINKS)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002
        """Refuse."""
        self._refuse(_NO_LINKS)

    def link(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002
        """Refuse."""
        self._refuse(_NO_LINKS)

    @contextmanager
    def _answered(self) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: Refusal) -> NoReturn:
        if refusal.answer not in _QUIET:
            self._notice(str(refusal))
        raise _STATUS[refusal.answer](str(refusal)) from None

    def _notice(self, text: str) -> None:
        # OpenSSH's client shows only the status ("Failure"), never its text, but shows this.
        self._notices += 1
        if self._notices <= MAX_NOTICES:
            with contextlib.suppress(OSError):
                self.channel.write_stderr(f"carillon: {text}\r\n".encode())


def _upload(file_obj: object) -> Upload:
    if not isinstance(file_obj, Upload):
        raise asyncssh.SFTPFailure("this handle is not of an upload")
    return file_obj


def _attributes(entry: Sent | Folder) -> SFTPAttrs:
    if isinstance(entry, Folder):
        return SFTPAttrs(permissions=stat.S_IFDIR | 0o700, size=0, nlink=1)
    time = int(entry.time.timestamp())
    mode = stat.S_IFREG | 0o200
    return SFTPAttrs(permissions=mode, size=entry.size, atime=time, mtime=time, nlink=1)
