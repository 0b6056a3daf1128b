"""Work that was given up: a document for each, by id and reason, for a person to look at."""

from __future__ import annotations

from shared.cloud.firestore import Documents
from shared.kernel.clock import Clock
from shared.kernel.ids import digest_id


class StuckWork:
    """The collection ``stuckWork``. Holds pointers and reasons, never payloads."""

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def put_aside(self, function: str, pointer: str, reason: str) -> None:
        """Record once that a delivery was given up; the same one again changes nothing but time.

        Args:
            function: entry point.
            pointer: the event's or the task's id.
            reason: stable code.
        """
        commit = self._documents.commit()
        commit.put(
            f"stuckWork/{digest_id(function, pointer)}",
            {
                "schemaVersion": 1,
                "function": function,
                "pointer": pointer,
                "reason": reason,
                "time": self._clock(),
            },
        )
        commit.run()
