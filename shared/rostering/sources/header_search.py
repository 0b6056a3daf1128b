"""Finds the header among the first rows of a file, for readers that know nothing of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

ENOUGH = 3
"""Columns that must be known before a row is surely a header."""
WITHIN = 10
"""Rows that aren't blank among which a header below titles is looked for."""

_NOTHING = " \t\r\n\x0b\x0c\x1a\ufeff\u200b\xa0"


def _nobody(_: Sequence[str]) -> bool:
    return False


class HeaderSense(NamedTuple):
    """What is known about headers.

    Attributes:
        recognised: how many of some headers are known.
        names_people: True when an e-mail address and a name are among them.
    """

    recognised: Callable[[Sequence[str]], int]
    names_people: Callable[[Sequence[str]], bool] = _nobody

    def place(self, rows: Sequence[Sequence[str]]) -> int:
        """Which of the first rows that aren't blank is the header: the first one, if in doubt.

        Exports put titles above it. A row below is believed only when it knows enough columns, an
        e-mail address and a name among them.
        """
        if self.recognised(rows[0]) >= ENOUGH:
            return 0
        below = enumerate(rows[:WITHIN])
        return next((n for n, cells in below if self._is_surely_one(cells)), 0)

    def _is_surely_one(self, cells: Sequence[str]) -> bool:
        return self.recognised(cells) >= ENOUGH and self.names_people(cells)


def is_blank(row: Sequence[str]) -> bool:
    """True when no cell holds anything that can be seen."""
    return not any(cell.strip(_NOTHING) for cell in row)
