"""The vocabularies of OneRoster 1.1 and 1.2 as far as people and classes need them. Pure.

Spellings are compared without case, spaces and punctuation, because servers and exports break them.
See https://www.imsglobal.org/spec/oneroster/v1p2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from shared.rostering.headers import compact

GUARDIAN = "guardian"
"""What all words for somebody who looks after students become."""

_ROLES: Mapping[str, str] = {
    "student": "student",
    "teacher": "teacher",
    "aide": "staff",
    "counselor": "staff",
    "proctor": "staff",
    "systemadministrator": "staff",
    "administrator": "administrator",
    "districtadministrator": "administrator",
    "principal": "administrator",
    "siteadministrator": "administrator",
    "guardian": GUARDIAN,
    "parent": GUARDIAN,
    "relative": GUARDIAN,
}
_WEIGHT = ("administrator", "teacher", "staff", "student")
"""Of somebody's roles at a school the first of these counts, if none of them is the primary one."""

SESSION_TYPES = ("schoolYear", "semester", "term", "gradingPeriod")
CLASS_TYPES = ("homeroom", "scheduled")
_SESSIONS = {word.lower(): word for word in SESSION_TYPES}
_CLASSES = {word: word for word in CLASS_TYPES}
_PLACES = {
    "student": "student",
    "teacher": "teacher",
    **dict.fromkeys(("aide", "administrator", "proctor", "guardian", "parent", "relative"), ""),
}
"""What somebody is in a class: only students and teachers are of one."""

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")

_GONE = frozenset({"tobedeleted", "inactive"})
_STATUSES = _GONE | {"active", ""}


_CELLS = 1_024
"""Spellings of a word, or days, that are remembered: a file has few, each of them often."""


class RoleType(StrEnum):
    """Which of somebody's roles is the main one."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


def role_word(cell: str) -> str:
    """A role in our words, `GUARDIAN` among them; one that isn't known stays as it is."""
    return _ROLES.get(compact(cell), cell.strip())


def chosen_role(roles: Iterable[tuple[str, str]]) -> str:
    """The one role of somebody who has several; empty for none.

    Args:
        roles: of each the word of `role_word` and the role type as it was sent.
    """
    found = [(word, compact(kind) == RoleType.PRIMARY) for word, kind in roles if word]
    people = [each for each in found if each[0] != GUARDIAN] or found
    primary = [word for word, is_primary in people if is_primary]
    words = primary or [word for word, _ in people]
    return min(words, key=_weight, default="")


@lru_cache(maxsize=_CELLS)
def is_gone(status: str) -> bool:
    """True when a record says that it is no more; a word that isn't known never says so."""
    return compact(status) in _GONE


@lru_cache(maxsize=_CELLS)
def is_status(status: str) -> bool:
    """True for a status that OneRoster has; a package of everybody leaves it empty."""
    return compact(status) in _STATUSES


def session_type(cell: str) -> str | None:
    """One of `SESSION_TYPES`; None for a word that isn't known."""
    return _SESSIONS.get(compact(cell))


@lru_cache(maxsize=_CELLS)
def class_type(cell: str) -> str | None:
    """One of `CLASS_TYPES`; None for a word that isn't known."""
    return _CLASSES.get(compact(cell))


@lru_cache(maxsize=_CELLS)
def place_in_class(cell: str) -> str | None:
    """``student``, ``teacher``, empty for anybody else of a class, None for an unknown word."""
    return _PLACES.get(compact(cell))


@lru_cache(maxsize=_CELLS)
def day_in(cell: str) -> date | None:
    """The day of a cell, as 2026-08-20, with a time behind it, or 8/20/2026; None for no day."""
    text = cell.strip()
    if found := _ISO_DAY.match(text):
        year, month, day = map(int, found.groups())
    elif found := _US_DAY.match(text):
        month, day, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ids_in(cell: str) -> list[str]:
    """The ids of a cell that holds several, separated by commas."""
    return [each for part in cell.split(",") if (each := part.strip())]


def key_of(sourced_id: str) -> str:
    """By which a sourcedId is found: exports don't keep its case."""
    return sourced_id.strip().casefold()


def keys_of(sourced_ids: Iterable[str]) -> list[str]:
    """`key_of` of many, in a third of the time."""
    return list(map(str.casefold, map(str.strip, sourced_ids)))


def _weight(word: str) -> int:
    return _WEIGHT.index(word) if word in _WEIGHT else len(_WEIGHT)
