"""Sends due tasks to their functions: in parallel, with growing waits after failures.

Knows tasks only as `Record`s; what is decided about a task is written in the `Book` first.
"""

from __future__ import annotations

import asyncio
import base64
import heapq
import itertools
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Self

import httpx

from infra.local.loopback import PLAINLY
from infra.local.tasks_book import Book, Record

PARALLEL = 8
"""Attempts at the same time in one queue."""
MIN_BACKOFF_SECONDS = 0.1
MAX_BACKOFF_SECONDS = 10.0
_DEFAULT_DEADLINE_SECONDS = 600.0
_MOST_DOUBLINGS = 16


def backoff_seconds(dispatches: int) -> float:
    """The wait after the given number of attempts (1 or more) all failed."""
    doublings = min(dispatches - 1, _MOST_DOUBLINGS)
    return float(min(MIN_BACKOFF_SECONDS * 2**doublings, MAX_BACKOFF_SECONDS))


@dataclass
class Dispatcher:
    """Runs all queues of a book on the event loop.

    Attributes:
        duplicate_every: every Nth task is sent twice at once; 0 for never.
    """

    book: Book
    duplicate_every: int = 0
    _due: dict[str, list[tuple[float, int, Record]]] = field(default_factory=dict)
    _woken: dict[str, asyncio.Event] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    _sent: int = 0

    async def __aenter__(self) -> Self:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=PARALLEL)
        self._client = httpx.AsyncClient(limits=limits, **PLAINLY)
        for record in self.book.tasks.values():
            self.schedule(record)
        return self

    async def __aexit__(self, *_: object) -> None:
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._client.aclose()

    def schedule(self, record: Record) -> None:
        """Send a task when it is due."""
        if record.queue not in self._due:
            self._due[record.queue] = []
            self._woken[record.queue] = asyncio.Event()
            self._start(self._run(record.queue))
        heapq.heappush(self._due[record.queue], (record.due, next(self._order), record))
        self._woken[record.queue].set()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        running = asyncio.create_task(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _run(self, queue: str) -> None:
        slots = asyncio.Semaphore(PARALLEL)
        while True:
            record = await self._next(queue)
            await slots.acquire()
            if record.name not in self.book.tasks:  # deleted meanwhile
                slots.release()
                continue
            self._start(self._attempt(record, slots))

    async def _next(self, queue: str) -> Record:
        due, woken = self._due[queue], self._woken[queue]
        while True:
            wait = due[0][0] - time.time() if due else None
            if wait is not None and wait <= 0:
                return heapq.heappop(due)[2]
            woken.clear()
            try:
                await asyncio.wait_for(woken.wait(), wait)
            except TimeoutError:
                continue

    async def _attempt(self, record: Record, slots: asyncio.Semaphore) -> None:
        try:
            self._sent += record.dispatches == 0
            twice = record.dispatches == 0 and self._is_duplicated()
            headers = _headers(record)
            self.book.begin(record)
            statuses = await asyncio.gather(
                *(self._post(record, headers) for _ in range(2 if twice else 1))
            )
        finally:
            slots.release()
        if httpx.codes.is_success(statuses[0]):
            self.book.finish(record, time.time())
        elif record.name in self.book.tasks:
            due = time.time() + backoff_seconds(record.dispatches)
            self.book.fail(record, statuses[0], due)
            self.schedule(record)

    def _is_duplicated(self) -> bool:
        return bool(self.duplicate_every) and self._sent % self.duplicate_every == 0

    async def _post(self, record: Record, headers: dict[str, str]) -> int:
        """The answer's status, 0 when there was none."""
        request = record.task["httpRequest"]
        deadline = record.task.get("dispatchDeadline", "")
        seconds = float(deadline.removesuffix("s") or _DEFAULT_DEADLINE_SECONDS)
        try:
            answer = await self._client.request(
                request.get("httpMethod", "POST"),
                request["url"],
                headers=headers,
                content=base64.b64decode(request.get("body", "")),
                timeout=httpx.Timeout(seconds),
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0
        return answer.status_code


def _headers(record: Record) -> dict[str, str]:
    """The task's own headers and those that Cloud Tasks adds."""
    queue, _, name = record.name.rpartition("/tasks/")
    headers = {
        **record.task["httpRequest"].get("headers", {}),
        "User-Agent": "Google-Cloud-Tasks",
        "X-CloudTasks-QueueName": queue.rpartition("/")[2],
        "X-CloudTasks-TaskName": name,
        "X-CloudTasks-TaskRetryCount": str(record.dispatches),
        "X-CloudTasks-TaskExecutionCount": str(record.responses),
        "X-CloudTasks-TaskETA": f"{record.due:.6f}",
    }
    if record.last_status:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(record.last_status)
    return headers
