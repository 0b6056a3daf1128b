"""Whether a class meets in a block of a day, by what the SIS writes of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from shared.calendar.model import DayWord

_SPELLINGS = (
    ("m", "mo", "mon", "monday"),
    ("t", "tu", "tue", "tues", "tuesday"),
    ("w", "we", "wed", "wednesday"),
    ("r", "th", "thu", "thur", "thurs", "thursday"),
    ("f", "fr", "fri", "friday"),
    ("sa", "sat", "saturday"),
    ("su", "sun", "sunday"),
)
_WEEKDAYS: Mapping[str, int] = {
    spelling: weekday for weekday, several in enumerate(_SPELLINGS) for spelling in several
}
_SPLIT = re.compile(r"[\s,;/+&|]+")
_RANGE = re.compile(r"([a-z0-9]+)\s*[-\u2013]\s*([a-z0-9]+)")
_TOGETHER = re.compile(r"th|tu|su|sa|m|t|w|r|f")
"""Weekdays that are written without anything between them, such as MWF and TTh."""


class DaysRead(StrEnum):
    """How what stands beside a code was understood."""

    EVERY_DAY = "EVERY_DAY"
    SOME = "SOME"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The days that a text means; of none where it is unknown."""

    read: DaysRead
    letters: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()

    def hold(self, letter: str, weekday: int) -> bool:
        """Whether a school day is among them."""
        if self.read is not DaysRead.SOME:
            return self.read is DaysRead.EVERY_DAY
        return (letter != "" and letter in self.letters) or weekday in self.weekdays


def word_of(days: str) -> str:
    """A text as it is compared with others."""
    return " ".join(days.casefold().split())


def days_of(
    days: str, letters: tuple[str, ...], words: Mapping[str, DayWord] | None = None
) -> MeetingDays:
    """What a text beside a period's code means.

    Args:
        days: as the SIS writes it.
        letters: of the school's rotation; they go before weekdays.
        words: what a person has said that texts mean, by `word_of`; they go before all.
    """
    word = word_of(days)
    if not word:
        return MeetingDays(DaysRead.EVERY_DAY)
    if words is not None and word in words:
        told = words[word]
        return MeetingDays(DaysRead.SOME, told.letters, told.weekdays)
    return _read(word, letters)


@lru_cache(maxsize=4096)
def _read(word: str, letters: tuple[str, ...]) -> MeetingDays:
    by_letter = {each.casefold(): each for each in letters}
    found: set[str] = set()
    weekdays: set[int] = set()
    for part in _parts(word):
        if part in by_letter:
            found.add(by_letter[part])
        elif (several := _several(part, by_letter)) is not None:
            found |= several[0]
            weekdays |= several[1]
        else:
            return MeetingDays(DaysRead.UNKNOWN)
    if not found and not weekdays:
        return MeetingDays(DaysRead.UNKNOWN)
    return MeetingDays(DaysRead.SOME, frozenset(found), frozenset(weekdays))


def _parts(word: str) -> Iterable[str]:
    """Its words; a range is one, however it is spaced."""
    joined = _RANGE.sub(lambda found: f"{found[1]}-{found[2]}", word)
    return [part for part in _SPLIT.split(joined) if part]


def _several(part: str, by_letter: Mapping[str, str]) -> tuple[set[str], set[int]] | None:
    """The letters and weekdays of one word that is no letter itself; None for neither."""
    if part in _WEEKDAYS:
        return set(), {_WEEKDAYS[part]}
    if (span := _RANGE.fullmatch(part)) is not None:
        return _range(span[1], span[2], by_letter)
    if all(sign in by_letter for sign in part):
        return {by_letter[sign] for sign in part}, set()
    runs = _TOGETHER.findall(part)
    if "".join(runs) == part:
        return set(), {_WEEKDAYS[run] for run in runs}
    return None


def _range(first: str, last: str, by_letter: Mapping[str, str]) -> tuple[set[str], set[int]] | None:
    order = list(by_letter)
    if first in by_letter and last in by_letter and order.index(first) <= order.index(last):
        span = order[order.index(first) : order.index(last) + 1]
        return {by_letter[each] for each in span}, set()
    if first in _WEEKDAYS and last in _WEEKDAYS and _WEEKDAYS[first] <= _WEEKDAYS[last]:
        return set(), set(range(_WEEKDAYS[first], _WEEKDAYS[last] + 1))
    return None
