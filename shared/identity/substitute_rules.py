"""Codes by which somebody stands in for a teacher: their letters and their days. Pure."""

from __future__ import annotations

from datetime import date, timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty characters, none of which is read as another one."""
LENGTH = 10
"""Of 30 characters each: 49 bits."""
AHEAD = timedelta(days=30)
"""A code is made at most so long before its day."""


def plain(typed: str) -> str:
    """A code as it is compared: without what stands between its characters, in capitals."""
    return "".join(each for each in typed.upper() if each.isalnum())


def shown(code: str) -> str:
    """A code as people read it to one another: two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def is_day(day: date, today: date) -> bool:
    """True for a day that a code can be made for."""
    return today <= day <= today + AHEAD
