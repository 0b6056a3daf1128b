"""Windows of the calendar in which a source may do less: blackouts, and adds only. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class WindowKind(StrEnum):
    """What a window allows."""

    BLACKOUT = "BLACKOUT"
    """Files are noted and not worked on; nobody is archived."""
    ADDS_ONLY = "ADDS_ONLY"
    """New people come in; nobody is changed or archived."""


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
    """What holds on a day; a blackout goes before adds only."""
    kinds = {window.kind for window in windows if window.first <= day <= window.last}
    return min(kinds, key=list(WindowKind).index) if kinds else None
