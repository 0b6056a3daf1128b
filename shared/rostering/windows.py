"""Windows of the calendar: blackouts, adds only, and the days of a new school year. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MOST_ROLLOVER_DAYS = 14
"""One after another; for the reason see ``docs/decisions/0055``."""


class WindowKind(StrEnum):
    """What a window allows; of several on one day the first counts."""

    BLACKOUT = "BLACKOUT"
    """Files are noted and not worked on; nobody is archived."""
    ADDS_ONLY = "ADDS_ONLY"
    """New people come in; nobody is changed or archived."""
    ROLLOVER = "ROLLOVER"
    """A new school year comes in: most people may change, and many may be new."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some days of the district's calendar, the first and the last included."""

    kind: WindowKind
    first: date
    last: date

    def fields(self) -> dict[str, Any]:
        """As it stands in a document: days as ISO 8601 text."""
        return {
            "kind": self.kind.value,
            "firstDay": self.first.isoformat(),
            "lastDay": self.last.isoformat(),
        }


def window_from(fields: Mapping[str, Any]) -> Window:
    """The inverse of `Window.fields`."""
    return Window(
        WindowKind(fields["kind"]),
        date.fromisoformat(fields["firstDay"]),
        date.fromisoformat(fields["lastDay"]),
    )


def window_on(day: date, windows: Iterable[Window]) -> WindowKind | None:
    """What holds on a day; a blackout goes before adds only, and both before a new year."""
    kinds = {window.kind for window in windows if window.first <= day <= window.last}
    return min(kinds, key=list(WindowKind).index) if kinds else None


def rollover_days(windows: Iterable[Window]) -> int:
    """How many days in a row are in windows of rollover, at most; windows may meet or overlap."""
    spans = sorted(
        (window.first.toordinal(), window.last.toordinal())
        for window in windows
        if window.kind is WindowKind.ROLLOVER
    )
    most = begin = end = 0
    for first, last in spans:
        if first > end + 1:
            begin = first
        end = max(end, last)
        most = max(most, end - begin + 1)
    return most
