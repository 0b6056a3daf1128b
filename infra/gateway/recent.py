"""What a login has sent in the last 24 hours, so that clients find their file after a put.

Kept in memory and completed from the bucket, because the process may be new or one of several.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.gateway.bucket import DropBucket
from infra.gateway.names import day_prefixes, folder_of
from infra.gateway.refusal import Refusal
from shared.cloud.storage import StoredObject
from shared.kernel.clock import Clock
from shared.rostering.logins import SftpLogin
from shared.rostering.upload_ids import time_of_upload

KEEP = timedelta(hours=24)
FRESH = timedelta(seconds=10)
"""How long a listing of the bucket is not repeated."""
MAX_LOGINS = 1000
MAX_NAMES = 2000


@dataclass(frozen=True, slots=True)
class Sent:
    """One published file under the client's own name."""

    name: str
    size: int
    time: datetime


@dataclass(slots=True)
class _Memory:
    files: OrderedDict[str, Sent] = field(default_factory=OrderedDict)
    listed: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class RecentUploads:
    """The published files of each login, newest of each name."""

    def __init__(self, bucket: DropBucket, clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock
        self._logins: OrderedDict[str, _Memory] = OrderedDict()

    def remember(self, login: SftpLogin, sent: Sent) -> None:
        """Note a file that was just published."""
        _keep_newest(self._memory(login), sent)

    async def find(self, login: SftpLogin, name: str) -> Sent | None:
        """The newest file of this name, None when nothing of the kind was sent."""
        memory = self._memory(login)
        if name not in self._current(memory):
            await self._complete(login, memory)
        return self._current(memory).get(name)

    async def all(self, login: SftpLogin) -> list[Sent]:
        """Every file, by name."""
        memory = self._memory(login)
        await self._complete(login, memory)
        return sorted(self._current(memory).values(), key=lambda sent: sent.name)

    def _memory(self, login: SftpLogin) -> _Memory:
        memory = self._logins.setdefault(login.user_name, _Memory())
        self._logins.move_to_end(login.user_name)
        while len(self._logins) > MAX_LOGINS:
            self._logins.popitem(last=False)
        return memory

    def _current(self, memory: _Memory) -> OrderedDict[str, Sent]:
        oldest = self._clock() - KEEP
        for name in [sent.name for sent in memory.files.values() if sent.time < oldest]:
            del memory.files[name]
        return memory.files

    async def _complete(self, login: SftpLogin, memory: _Memory) -> None:
        async with memory.lock:
            now = self._clock()
            if memory.listed is not None and now - memory.listed < FRESH:
                return
            memory.listed = now
            folder = folder_of(login.school, login.connection)
            try:
                for day in day_prefixes(now):
                    for stored in await self._bucket.list(folder + day):
                        _add(memory, login, folder, stored)
            except Refusal:
                return  # what is in memory has to do; the put itself will say that it's out


def _add(memory: _Memory, login: SftpLogin, folder: str, stored: StoredObject) -> None:
    time = time_of_upload(stored.name.removeprefix(folder))
    name = stored.metadata.get("fileName", "")
    if time is None or not name or stored.metadata.get("login") != login.user_name:
        return
    _keep_newest(memory, Sent(name=name, size=stored.size, time=time))


def _keep_newest(memory: _Memory, sent: Sent) -> None:
    known = memory.files.get(sent.name)
    if known is None or known.time <= sent.time:
        memory.files[sent.name] = sent
        memory.files.move_to_end(sent.name)
    while len(memory.files) > MAX_NAMES:
        memory.files.popitem(last=False)
