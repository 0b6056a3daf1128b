"""What a run does to a guardian's document, as a plan holds it. Values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.rostering.plan_values import from_json

GUARDIANS_READ = 300
"""Guardians looked up in one call."""

GuardianLookup = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]
"""The documents of some guardians by id; those who are not there are left out."""


@dataclass(frozen=True, slots=True)
class GuardianChange:
    """What a run does to one guardian: contact data as given, students to link and to unlink.

    Attributes:
        new: the school had nobody at all, so there is nothing to be merged with.
        was: the guardian's document before; None where there was none.
    """

    guardian: str
    email: str
    phone: str
    link: tuple[str, ...]
    unlink: tuple[str, ...]
    new: bool = False
    was: Mapping[str, Any] | None = None


def guardian_change_from(fields: Mapping[str, Any]) -> GuardianChange:
    """The change that a line of a plan holds."""
    was = fields["was"]
    return GuardianChange(
        guardian=fields["guardian"],
        email=fields["email"],
        phone=fields["phone"],
        link=tuple(fields["link"]),
        unlink=tuple(fields["unlink"]),
        new=fields["new"],
        was=None if was is None else from_json(was),
    )


def nobody_known(guardians: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The look-up of a school that has no guardians."""
    del guardians
    return {}


def says_all(was: Mapping[str, Any] | None, change: Mapping[str, Any]) -> bool:
    """True when a guardian's document has these contact data and these students already."""
    if was is None or not set(change["link"]) <= set(was.get("studentIds", [])):
        return False
    contact = {name: change[name] for name in ("email", "phone") if change[name]}
    return all(was.get(name) == value for name, value in contact.items())
