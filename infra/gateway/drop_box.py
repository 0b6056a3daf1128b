"""What one SFTP session may do: put files, see what was put, and nothing else. Knows no SSH."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from infra.gateway.bucket import DropBucket, Stream
from infra.gateway.names import (
    check_final,
    file_name,
    folder_of,
    is_folder_like,
    is_temporary,
    resolve,
)
from infra.gateway.parking import Parking
from infra.gateway.recent import RecentUploads, Sent
from infra.gateway.refusal import Answer, Refusal
from infra.gateway.report import Report
from infra.gateway.upload import State, Upload
from shared.cloud.storage import StoredObject
from shared.kernel.clock import Clock
from shared.rostering.logins import Randomness, SftpLogin
from shared.rostering.upload_ids import RANDOM_BYTES, new_upload_id

MAX_OPEN = 16
"""Files that one session may have open or parked: each may hold several MiB."""
MAX_FOLDERS = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be put.

    Attributes:
        suffixes: of final names, lower case, with their dot.
        max_bytes: of one file.
    """

    suffixes: tuple[str, ...]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the drop boxes of one process share."""

    rules: Rules
    bucket: DropBucket
    recent: RecentUploads
    clock: Clock
    randomness: Randomness


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that isn't there and doesn't have to be: every path leads to the same drop box."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a client wants to open a file."""

    writes: bool
    appends: bool = False
    exclusive: bool = False


class DropBox:
    """The files of one SFTP session.

    Args:
        may_open: asked for each new file; raises `Refusal` when none may be begun.
    """

    def __init__(
        self,
        login: SftpLogin,
        report: Report,
        around: Surroundings,
        may_open: Callable[[], Awaitable[None]],
    ) -> None:
        self._login = login
        self._report = report
        self._around = around
        self._may_open = may_open
        self._live: list[Upload] = []
        self._folders: set[tuple[str, ...]] = set()
        self._lost: dict[str, Refusal] = {}

    @property
    def is_busy(self) -> bool:
        """True while a file is open, or parked under a temporary name."""
        return bool(self._live)

    async def open(self, path: bytes, wanted: Wanted) -> Upload:
        """Begin a file.

        Raises:
            Refusal: with a text for the person who set the client up.
        """
        try:
            name = self._checked_name(path, wanted)
            await self._may_open()
            if wanted.exclusive:
                await self._check_new(name)
        except Refusal as refusal:
            self._report.refused(refusal)
            raise
        self._replace_parked(name)
        upload = self._begin(name)
        self._live.append(upload)
        self._lost.pop(name, None)
        self._report.started(upload)
        return upload

    def _checked_name(self, path: bytes, wanted: Wanted) -> str:
        name = file_name(path)
        if not wanted.writes:
            raise Refusal("READ", "files can be put here, not read", Answer.DENIED)
        if wanted.appends:
            raise Refusal("APPEND", "a file cannot be continued; send the whole file again")
        if not is_temporary(name):
            check_final(name, self._around.rules.suffixes)
        if len(self._live) >= MAX_OPEN:
            raise Refusal("TOO_MANY_FILES", f"at most {MAX_OPEN} files may be open at once")
        return name

    async def _check_new(self, name: str) -> None:
        if await self._around.recent.find(self._login, name):
            raise Refusal("EXISTS", "a file of this name is already here")

    def _replace_parked(self, name: str) -> None:
        for upload in [each for each in self._live if each.name == name]:
            if upload.state is State.PARKED:
                self._break(upload, "REPLACED")

    def _begin(self, name: str) -> Upload:
        around = self._around
        upload_id = new_upload_id(around.clock(), around.randomness(RANDOM_BYTES))
        if is_temporary(name):
            sink: Parking | Stream = Parking(lambda: self._stream(upload_id, upload.name))
        else:
            sink = self._stream(upload_id, name)
        upload = Upload(upload_id, name, sink, around.rules.max_bytes)
        return upload

    def _stream(self, upload_id: str, name: str) -> Stream:
        login = self._login
        metadata = {
            "fileName": name,
            "school": login.school,
            "connection": login.connection,
            "uploadId": upload_id,
            "login": login.user_name,
        }
        object_name = folder_of(login.school, login.connection) + upload_id
        return self._around.bucket.begin(object_name, metadata)

    async def write(self, upload: Upload, offset: int, data: bytes) -> None:
        """Take a piece of a file.

        Raises:
            Refusal: the file is lost; the client must send it again.
        """
        self._report.tally.received += len(data)
        try:
            await upload.write(offset, data)
        except Refusal as refusal:
            self._write_down(upload, refusal)
            raise

    async def close(self, upload: Upload) -> None:
        """End a file: publish it, or park it until its temporary name is changed.

        Raises:
            Refusal: nothing was published.
        """
        if not is_temporary(upload.name):
            await self._publish(upload)
            return
        try:
            upload.park()
        except Refusal as refusal:
            self._write_down(upload, refusal)
            raise

    async def _publish(self, upload: Upload) -> None:
        try:
            stored = await upload.publish(lambda stored: self._published(upload, stored, late=True))
        except Refusal as refusal:
            self._write_down(upload, refusal)
            raise
        self._published(upload, stored, late=False)

    async def rename(self, old: bytes, new: bytes) -> None:
        """Give a parked file its final name, which publishes it.

        Raises:
            Refusal: there is no such file, it is already published, or the name may not be.
        """
        old_name, new_name = file_name(old), file_name(new)
        upload = await self._unpublished(old_name, "renamed")
        if not is_temporary(old_name):
            raise Refusal("OPEN", "only a file with a temporary name can be renamed", Answer.DENIED)
        if not is_temporary(new_name):
            try:
                check_final(new_name, self._around.rules.suffixes)
            except Refusal as refusal:
                self._report.refused(refusal, upload)
                raise
        upload.name = new_name
        if upload.state is State.PARKED and not is_temporary(new_name):
            await self._publish(upload)

    async def remove(self, path: bytes) -> None:
        """Throw away a file that isn't published.

        Raises:
            Refusal: there is no such file, or it is published.
        """
        upload = await self._unpublished(file_name(path), "removed")
        refusal = Refusal("REMOVED", "the file was removed by its sender")
        upload.fail(refusal)
        self._write_down(upload, refusal)

    async def _unpublished(self, name: str, verb: str) -> Upload:
        upload = self._find_live(name)
        if upload is not None:
            return upload
        if await self._around.recent.find(self._login, name):
            text = f"the file was already taken over and cannot be {verb}"
            raise Refusal("PUBLISHED", text, Answer.DENIED)
        raise Refusal("MISSING", "there is no such file", Answer.MISSING)

    def make_folder(self, path: bytes) -> None:
        """Accept a folder: it exists for this session and changes nothing.

        Raises:
            Refusal: its name may not be.
        """
        parts = resolve(path)
        if len(self._folders) < MAX_FOLDERS:
            self._folders.add(parts)

    async def stat(self, path: bytes) -> Sent | Folder:
        """A file of this login, or a folder.

        Raises:
            Refusal: there is nothing of this name.
        """
        parts = resolve(path)
        if not parts or parts in self._folders:
            return Folder()
        upload = self._find_live(parts[-1])
        if upload is not None:
            return self.stat_open(upload)
        sent = await self._around.recent.find(self._login, parts[-1])
        if sent is not None:
            return sent
        if is_folder_like(parts[-1]):
            return Folder()
        # Some clients don't look at the answer to a close, only whether the file is there after it.
        if parts[-1] in self._lost:
            raise self._lost.pop(parts[-1])
        raise Refusal("MISSING", "there is no such file", Answer.MISSING)

    def stat_open(self, upload: Upload) -> Sent:
        """What is there of a file that isn't published yet."""
        return Sent(name=upload.name, size=upload.size, time=self._around.clock())

    async def list(self, path: bytes) -> list[Sent]:
        """This login's files of the last 24 hours: the same in every folder.

        Raises:
            Refusal: it is no folder.
        """
        if not isinstance(await self.stat(path), Folder):
            raise Refusal("NOT_A_FOLDER", "this is a file, not a folder", Answer.MISSING)
        files = {sent.name: sent for sent in await self._around.recent.all(self._login)}
        files |= {upload.name: self.stat_open(upload) for upload in self._live}
        return [files[name] for name in sorted(files)]

    def end(self, reason: str) -> None:
        """End the session: what isn't published never will be.

        Args:
            reason: UPPER_SNAKE, why a file that is still open is broken.
        """
        for upload in list(self._live):
            self._break(upload, "NOT_RENAMED" if upload.state is State.PARKED else reason)

    def _find_live(self, name: str) -> Upload | None:
        return next((upload for upload in reversed(self._live) if upload.name == name), None)

    def _published(self, upload: Upload, stored: StoredObject, *, late: bool) -> None:
        self._forget(upload)
        sent = Sent(upload.name, stored.size, self._around.clock())
        self._around.recent.remember(self._login, sent)
        self._report.published(upload, stored.generation, late=late)

    def _write_down(self, upload: Upload, refusal: Refusal) -> None:
        if upload not in self._live:
            return  # it failed before and was written down then
        self._forget(upload)
        if refusal.reason != "REMOVED":
            self._lost = dict([*self._lost.items(), (upload.name, refusal)][-MAX_OPEN:])
        if refusal.reason == "TOO_LARGE":
            self._report.refused(refusal, upload)
        else:
            self._report.broken(upload, refusal.reason)

    def _break(self, upload: Upload, reason: str) -> None:
        upload.drop()
        self._forget(upload)
        self._report.broken(upload, reason)

    def _forget(self, upload: Upload) -> None:
        if upload in self._live:
            self._live.remove(upload)
