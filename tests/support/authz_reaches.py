"""The cells of `tests/authz/actions.csv`: how far each action of a role reaches.

`tests/authz/expected.csv` says what comes of it at the API's doors. This table is there beside it
because a reach is no answer: an action may have no route yet, and some reaches answer alike.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from shared.kernel.actor import Actor, Membership, Module
from shared.kernel.permissions import Action, scope_of
from shared.kernel.roles import Role
from tests.support.tree import ROOT

SCHOOL = "lincoln"
LIMITED = "MANAGER of grades"


@cache
def reaches() -> dict[str, dict[str, str]]:
    """Action → column → reach, ``-`` for none."""
    with (ROOT / "tests/authz/actions.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("action"): row for row in csv.DictReader(file)}


def actor(column: str, *, modules: frozenset[Module] = frozenset()) -> Actor:
    """Somebody of a column of the table."""
    if column == Role.DISTRICT_MANAGER:
        return Actor("uid", "", {}, district="person1")
    grades = frozenset({"09"}) if column == LIMITED else frozenset()
    role = Role.MANAGER if column == LIMITED else Role(column)
    return Actor("uid", "", {SCHOOL: Membership(role, "person1", grades, modules)})


def wrong_reaches() -> Iterator[str]:
    """Cells that the code's own table answers otherwise."""
    for action in Action:
        for column, written in reaches()[action].items():
            reach = scope_of(actor(column), action, SCHOOL) or "-"
            if reach != written:
                yield f"{column}: {action} is {reach}"
