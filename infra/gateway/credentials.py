"""Finds logins and checks what clients offer: off the event loop, at the same cost for all."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shared.rostering.logins import SftpLogin, is_user_name, verify_password

T = TypeVar("T")
Find = Callable[[str], SftpLogin | None]
"""Reads one login; may block, raises `shared.kernel.errors.Transient` when it can't."""

MAX_CACHED = 2000
HASHES_AT_ONCE = 2


class Credentials:
    """Logins, kept for some seconds, and their passwords and keys."""

    def __init__(
        self,
        find: Find,
        pool: ThreadPoolExecutor,
        cache_seconds: float,
        now: Callable[[], float],
    ) -> None:
        self._find = find
        self._pool = pool
        self._cache_seconds = cache_seconds
        self._now = now
        self._cache: OrderedDict[str, tuple[float, SftpLogin | None]] = OrderedDict()
        # Each hash takes 16 MiB, so a crowd of guessers may not run them all at once.
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)

    async def find(self, user_name: str) -> SftpLogin | None:
        """The login of this name, None when there is none; may be some seconds old.

        Raises:
            Transient: Firestore doesn't answer.
        """
        if not is_user_name(user_name):
            return None
        known = self._cache.get(user_name)
        if known is not None and self._now() - known[0] < self._cache_seconds:
            return known[1]
        login = await self._in_thread(self._find, user_name)
        self._cache[user_name] = (self._now(), login)
        self._cache.move_to_end(user_name)
        while len(self._cache) > MAX_CACHED:
            self._cache.popitem(last=False)
        return login

    async def is_password(self, login: SftpLogin | None, password: str) -> bool:
        """True for the password of an enabled login; nobody's takes as long as a wrong one."""
        stored = login.password_hash if login is not None and login.enabled else None
        async with self._hashing:
            return await self._in_thread(verify_password, password, stored)

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, function, *arguments)


def is_key(login: SftpLogin | None, fingerprint: str) -> bool:
    """True for the fingerprint of a key of an enabled login."""
    return (
        login is not None
        and login.enabled
        and any(key.fingerprint == fingerprint for key in login.public_keys)
    )


def still_holds(then: SftpLogin, now: SftpLogin | None) -> bool:
    """True when a session that began with ``then`` may go on: nothing it rests on was taken away.

    A new password or another set of keys ends it: somebody may have had a reason to change them.
    """
    return now is not None and now.enabled and now == then
