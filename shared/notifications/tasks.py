"""Hands events to the function ``notice_send`` through the queue ``notices``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from shared.cloud.tasks import Queue


class NoticeTasks:
    """Tasks whose payload is an event's id and nothing else."""

    def __init__(self, queue: Queue, url: str) -> None:
        self._queue = queue
        self._url = url

    def kick(self, event_id: str) -> bool:
        """Deliver an event now; False when it was handed over before. Transient: queue is away."""
        return self._enqueue(f"notice-{event_id}", event_id)

    def kick_again(self, event_id: str, minute: datetime) -> bool:
        """Deliver it once more, under a name of this minute's: the first name stays taken."""
        return self._enqueue(f"notice-{event_id}-{minute:%Y%m%d%H%M}", event_id)

    def _enqueue(self, name: str, event_id: str) -> bool:
        return self._queue.enqueue(name, self._url, {"event": event_id})
