"""Fills up ids that lost zeros at their start, and notices files whose ids seem to have lost them.

A spreadsheet that takes ids for numbers writes 00123 as 123. How many digits an id should have is
known only where a connection says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shared.rostering import header_words as words
from shared.rostering.model import Problem
from shared.rostering.problems import file_warning

FEWEST_IDS = 20
"""Fewer ids than these tell nothing."""
FEWEST_DIGITS = 5
"""Shorter ids are mostly counted from 1, and then their lengths differ by nature."""
NEARLY_ALL = 0.8
"""Of the ids, those that must have one length before shorter ones are a small minority."""


def filled_up(ids: Sequence[str], width: int | None) -> Sequence[str]:
    """The ids, those of digits alone with zeros in front up to ``width`` digits."""
    if width is None or min(map(len, ids), default=0) >= width:
        return ids
    return [sis_id.zfill(width) if _is_number(sis_id) else sis_id for sis_id in ids]


class IdLengths:
    """Counts how many digits the ids of a file have, before they are filled up."""

    def __init__(self, width: int | None) -> None:
        self._width = width
        self._counts: Counter[int] = Counter()

    def note(self, ids: Sequence[str]) -> None:
        """Count a batch; ids with anything but digits don't count."""
        text = "".join(ids)
        numbers = ids if _is_number(text) else list(filter(_is_number, ids))
        lengths = list(map(len, numbers))
        if lengths and lengths.count(lengths[0]) == len(lengths):
            self._counts[lengths[0]] += len(lengths)
        else:
            self._counts.update(lengths)

    def warning(self) -> Problem | None:
        """ZEROS_LOST, once for the file: what was filled up, or what looks as if it should be."""
        counts = Counter({length: number for length, number in self._counts.items() if length})
        message = _of_suspects(counts) if self._width is None else _of_filled(counts, self._width)
        return file_warning("ZEROS_LOST", message, None, words.SIS_ID) if message else None


def _of_filled(counts: Counter[int], width: int) -> str | None:
    filled = _shorter(counts, width)
    return f"{filled:,} ids were filled up with zeros to {width} digits." if filled else None


def _of_suspects(counts: Counter[int]) -> str | None:
    total = counts.total()
    if total < FEWEST_IDS:
        return None
    digits, number = counts.most_common(1)[0]
    short = _shorter(counts, digits)
    # Where a tenth of all numbers is in use they are counted from 1, and short ones belong there.
    counted = digits < FEWEST_DIGITS or total >= 10 ** (digits - 1)
    if not short or number < NEARLY_ALL * total or counted:
        return None
    return (
        f"{short:,} ids have fewer digits than nearly all others, which have {digits}; they may "
        "have lost zeros at their start. Send ids as text, or set the width of the ids."
    )


def _shorter(counts: Counter[int], digits: int) -> int:
    return sum(number for length, number in counts.items() if length < digits)


def _is_number(sis_id: str) -> bool:
    return sis_id.isascii() and sis_id.encode().isdigit()
