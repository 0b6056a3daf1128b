"""Puts the pieces of a file in order when a client writes them out of order. Pure."""

from __future__ import annotations

import bisect

from infra.gateway.refusal import Refusal

WINDOW_BYTES = 8 * 1024 * 1024
MAX_PIECES = 4096
"""Pieces held at once, so that pieces of one byte can't cost more memory than their bytes."""


class ReorderWindow:
    """Takes pieces at their offsets and gives them back in order, each byte once.

    Attributes:
        end: how many bytes were given back, which is where the next piece must start.
    """

    def __init__(self, window: int = WINDOW_BYTES) -> None:
        self.end = 0
        self._window = window
        self._offsets: list[int] = []
        self._held: dict[int, bytes] = {}

    @property
    def has_hole(self) -> bool:
        """True while a piece is held whose predecessor hasn't come."""
        return bool(self._held)

    def accept(self, offset: int, data: bytes) -> list[bytes]:
        """Take one piece and return what is in order now, oldest first.

        Raises:
            Refusal: ``REWRITTEN`` for bytes that came before, ``OUT_OF_ORDER`` for a piece too far
                ahead or one too many.
        """
        if not data:
            return []
        self._check(offset, len(data))
        bisect.insort(self._offsets, offset)
        self._held[offset] = data
        ready: list[bytes] = []
        while self._offsets and self._offsets[0] == self.end:
            piece = self._held.pop(self._offsets.pop(0))
            self.end += len(piece)
            ready.append(piece)
        return ready

    def _check(self, offset: int, length: int) -> None:
        place = bisect.bisect_left(self._offsets, offset)
        before = self._offsets[place - 1] if place else None
        after = self._offsets[place] if place < len(self._offsets) else None
        if (
            offset < self.end
            or (before is not None and before + len(self._held[before]) > offset)
            or (after is not None and offset + length > after)
        ):
            raise Refusal("REWRITTEN", "bytes that were already sent cannot be written again")
        if offset == self.end:
            return
        if offset + length - self.end > self._window or len(self._held) >= MAX_PIECES:
            raise Refusal("OUT_OF_ORDER", "the file was sent too far out of order")
