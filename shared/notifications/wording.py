"""The words of the mails, one catalog for each language: look-up, plurals, numbers and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shared.notifications.model import Language

if TYPE_CHECKING:
    from datetime import date, datetime

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language in one time zone."""

    language: Language
    entries: Mapping[str, Any]
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        """The text at a dotted key, with its ``{places}`` filled; numbers get their separators.

        An entry with ``one`` and ``other`` is chosen by the value ``count``.

        Raises:
            KeyError: no such key, or a place without a value.
        """
        entry = self._find(key)
        if isinstance(entry, Mapping):
            entry = entry["one" if values["count"] == 1 else "other"]
        return str(entry).format_map({name: _shown(value) for name, value in values.items()})

    def knows(self, key: str) -> bool:
        """True when the catalog has this key."""
        try:
            self._find(key)
        except KeyError:
            return False
        return True

    def moment(self, instant: datetime) -> str:
        """An instant on the school's clocks, with the zone's abbreviation."""
        local = instant.astimezone(self.zone)
        names = self.entries["dates"]
        return str(names["pattern"]).format(
            day=local.day,
            month=names["months"][local.month - 1],
            year=local.year,
            hour=local.hour % 12 or 12,
            minute=f"{local.minute:02}",
            half=names["halves"][local.hour // 12],
            zone=local.tzname(),
        )

    def day(self, day: date) -> str:
        """A day of the calendar."""
        names = self.entries["dates"]
        month = names["months"][day.month - 1]
        return str(names["day"]).format(day=day.day, month=month, year=day.year)

    def _find(self, key: str) -> Any:  # noqa: ANN401  # a text, or a table of plural forms
        found: Any = self.entries
        for part in key.split("."):
            found = found[part]
        return found


def words(language: Language, time_zone: str) -> Words:
    """The words for readers of a language in an IANA zone; UTC stands in for an unknown zone."""
    return Words(language, catalog(language), _zone(time_zone))


@lru_cache(maxsize=len(Language))
def catalog(language: Language) -> Mapping[str, Any]:
    """All entries of a language: the mails' own and the explanations of the reason codes."""
    run, feed, night, request, account, emergency, codes = (
        tomllib.loads((FOLDER / f"{name}.{language.value}.toml").read_text("utf-8"))
        for name in (
            "roster_run_closed",
            "roster_feed",
            "roster_night",
            "roster_request",
            "account",
            "emergency",
            "reasons",
        )
    )
    return run | feed | night | request | account | emergency | {"reasons": codes}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _shown(value: object) -> object:
    return f"{value:,}" if isinstance(value, int | float) else value
