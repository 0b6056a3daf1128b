"""The three ways in which work can fail, and what a caller does about each."""

# ruff: noqa: N818  # the names say what a caller does, not that they are errors
from __future__ import annotations


class CarillonError(Exception):
    """An error with a stable reason. Its text never holds a person's data.

    Attributes:
        reason: UPPER_SNAKE, public API, at most 63 characters.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Permanent(CarillonError):
    """Trying again cannot help: the event is acknowledged and set aside with its reason."""


class Transient(CarillonError):
    """Trying again may help: the delivery is refused so that it comes once more."""


class Conflict(CarillonError):
    """What was asked for no longer fits the present state, such as a stale approval."""
