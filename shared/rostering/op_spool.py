"""Planned operations set aside until all are counted: only then is known whether they wait."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import IO

from shared.rostering.plan import Operation

_BATCH = 500


class OperationSpool:
    """Keeps operations in scratch space, in order; memory holds one batch."""

    def __init__(self, scratch: IO[bytes]) -> None:
        self._scratch = scratch
        self._batch: list[Operation] = []

    def add(self, operation: Operation) -> None:
        """Set one aside."""
        self._batch.append(operation)
        if len(self._batch) == _BATCH:
            self._flush()

    def replay(self) -> Iterator[Operation]:
        """All of them, once."""
        self._flush()
        end = self._scratch.tell()
        self._scratch.seek(0)
        while self._scratch.tell() < end:
            # The file is this process's own scratch space.
            yield from pickle.load(self._scratch)  # noqa: S301

    def _flush(self) -> None:
        if self._batch:
            pickle.dump(self._batch, self._scratch, protocol=pickle.HIGHEST_PROTOCOL)
            self._batch.clear()
