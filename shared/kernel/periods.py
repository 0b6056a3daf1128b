"""When a class meets, out of what systems write: period codes with the days beside them. Pure.

OneRoster's ``periods`` is the only link to a bell schedule, and systems spell it as they like:
``1``, ``["1","3"]``, ``P3``, ``03``, ``1(A) 2(B)``, ``1-2(M-F)``. What was sent is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MOST = 40
"""Meetings that are kept of one class."""
LONGEST = 200
"""Characters of a cell that are looked at."""
_LONGEST_RANGE = 20

_MEETING = re.compile(
    r"""(?P<first>[^\s,;|()\[\]"'{}\-\u2013]+)
    (?:\s*[-\u2013]\s*(?P<last>[^\s,;|()\[\]"'{}\-\u2013]+))?
    (?:\s*\(\s*(?P<days>[^()]*?)\s*\))?""",
    re.VERBOSE,
)
_PREFIX = re.compile(r"(?:periods?|per|pd)(?:\.|\b)\s*(?=\w)|(?:periods?|per|pd|p)\.?(?=[0-9])")
_WORD = re.compile(r"\b(?:periods?|per|pd)\b\.?\s+(?=\w)|\bp\.?\s+(?=[0-9])", re.IGNORECASE)
_IN_CODE = re.compile(r"-\s*Period\s+(\d+)\s*-", re.IGNORECASE)
"""How some systems write the period into a class's code, for want of a column."""


class Meeting(NamedTuple):
    """A period of a class.

    Attributes:
        code: as `period_code` gives it.
        days: on which days of a rotation or week, as sent; empty for all.
    """

    code: str
    days: str = ""


def period_code(text: str) -> str:
    """A period's name as it is compared: without case, zeros before it and words like Per."""
    bare = text.strip().casefold()
    short = _PREFIX.sub("", bare, count=1) if _PREFIX.match(bare) else bare
    return (short.lstrip("0") or "0") if short.isdecimal() else short


def meetings_of(periods: str, class_code: str = "") -> tuple[Meeting, ...]:
    """When a class meets; nothing where nothing says it.

    Args:
        periods: OneRoster's cell.
        class_code: of the class, looked at where the cell is empty.
    """
    text = periods[:LONGEST].strip()
    if not text:
        found = _IN_CODE.search(class_code)
        return (Meeting(period_code(found[1])),) if found else ()
    meetings = (each for found in _MEETING.finditer(_WORD.sub("", text)) for each in _meant(found))
    return tuple(list(dict.fromkeys(meetings))[:MOST])


def _meant(found: re.Match[str]) -> Iterable[Meeting]:
    first, last = period_code(found["first"]), found["last"]
    days = " ".join((found["days"] or "").split())
    if last is None:
        return (Meeting(first, days),)
    end = period_code(last)
    if first.isdecimal() and end.isdecimal() and 0 <= int(end) - int(first) < _LONGEST_RANGE:
        return (Meeting(str(number), days) for number in range(int(first), int(end) + 1))
    # What isn't counted is a name with a dash in it.
    return (Meeting(f"{first}-{end}", days),)
