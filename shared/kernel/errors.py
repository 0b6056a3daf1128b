"""The ways in which work can fail, and what a caller does about each."""

# ruff: noqa: N818  # the names say what a caller does, not that they are errors
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """What is wrong with one field of a request; its description never holds the field's value.

    Attributes:
        field: its path in the request, such as ``member.email`` or ``pageSize``.
        description: what is wrong and what would be right, in English.
    """

    field: str
    description: str


class CarillonError(Exception):
    """An error with a stable reason. Its text never holds a person's data.

    Attributes:
        reason: UPPER_SNAKE, public API, at most 63 characters.
        message: for developers, in English.
        metadata: every variable of the message, such as ids, codes and counts.
        violations: which fields of a request are at fault.
    """

    def __init__(
        self,
        reason: str,
        message: str,
        metadata: Mapping[str, str] | None = None,
        violations: Sequence[FieldViolation] = (),
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = tuple(violations)


class Permanent(CarillonError):
    """Trying again cannot help: the event is acknowledged and set aside with its reason."""


class Transient(CarillonError):
    """Trying again may help: the delivery is refused so that it comes once more."""


class Conflict(CarillonError):
    """What was asked for no longer fits the present state, such as a stale approval."""


class Invalid(CarillonError):
    """The request is wrong in itself: the caller corrects it."""


class Missing(CarillonError):
    """What was asked for isn't there, or the caller may not know that it is."""


class Denied(CarillonError):
    """The caller is known and may not do this."""


class Unauthenticated(CarillonError):
    """The caller isn't known: they sign in again."""


class Throttled(CarillonError):
    """The caller has used up what they may do in a while.

    Attributes:
        wait: until the next call is let in.
    """

    def __init__(self, wait: timedelta, reason: str = "RATE_LIMITED") -> None:
        super().__init__(reason, "too many calls; wait and try again")
        self.wait = wait
