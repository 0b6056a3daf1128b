"""How often each account may call one process of a function.

Counted in the process's own memory: a call costs no read and no write for it. A function that runs
in several processes lets in that many times more; what must hold across processes is counted where
it is written.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.kernel.token_bucket import Bucket, Limit, take

CALLS_A_MINUTE = 600
EXPORTS_A_MINUTE = 60
OPEN_A_MINUTE = 600
"""From one address, without a token; a whole school may come from one."""
MOST_ACCOUNTS = 10_000


class Rates:
    """Buckets by account and limit; the ones not used for longest are forgotten first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, int], Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, uid: str, per_minute: int) -> timedelta:
        """Count one call; gives zero, or how long the account has to wait."""
        key = (uid, per_minute)
        with self._lock:
            bucket, wait = take(self._buckets.get(key), Limit(per_minute), self._clock())
            self._buckets[key] = bucket
            self._buckets.move_to_end(key)
            if len(self._buckets) > MOST_ACCOUNTS:
                self._buckets.popitem(last=False)
        return wait
