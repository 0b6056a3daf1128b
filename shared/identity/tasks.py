"""Hands the accounts of a run's people to the function ``account_follow``."""

from __future__ import annotations

from shared.cloud.tasks import Queue


class AccountTasks:
    """Tasks whose payload is a school's run and nothing of anybody."""

    def __init__(self, queue: Queue, url: str) -> None:
        self._queue = queue
        self._url = url

    def follow(self, school: str, run: str) -> None:
        """Have the accounts of those looked at whom a run made less; once for each run.

        Raises:
            Transient: the queue is away; whoever closed the run comes again.
        """
        self._queue.enqueue(f"follow-{run}", self._url, {"school": school, "run": run})
