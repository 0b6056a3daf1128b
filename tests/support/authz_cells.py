"""The cells of `tests/authz/expected.csv`: who asks for what, and what the API answers them.

`yes` is a success, and of a list or a file one that holds the object; `hidden` is a success
without it; a number is the HTTP code of a refusal.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from shared.kernel.permissions import Action
from tests.support.api import Answer
from tests.support.api_requests import OBJECTS, Operation, ids_of, operations, request_of
from tests.support.tree import ROOT
from tests.support.two_schools import CALLERS, District

EXPECTED = ROOT / "tests" / "authz" / "expected.csv"
ANSWERS = frozenset({"yes", "hidden", "401", "403", "404"})


@dataclass(frozen=True)
class Cell:
    """One expected answer.

    Attributes:
        action: that decides it.
        thing: what the call is about.
        caller: who calls.
        answer: one of `ANSWERS`.
    """

    operation: str
    action: str
    thing: str
    caller: str
    answer: str


@cache
def cells() -> tuple[Cell, ...]:
    """Every cell that is written down."""
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return tuple(
        Cell(row["operation"], row["action"], row["object"], caller, row[caller])
        for row in rows
        for caller in CALLERS
    )


def faults() -> list[str]:
    """What is wrong with the table itself; empty when every operation of the code is in it."""
    found = [
        f"undeclared: {each.name} ({each.method} {each.path}). Write its rows in {EXPECTED.name}: "
        f"action {each.action}, the objects {', '.join(_objects_for(each))}, an answer for each "
        f"caller; and its body in tests/support/api_requests.py"
        for each in operations().values()
        if not {(each.name, thing) for thing in _objects_for(each)}
        <= {(cell.operation, cell.thing) for cell in cells() if cell.action == each.action}
    ]
    for cell in cells():
        where = f"{cell.operation}, {cell.action}, {cell.thing}, {cell.caller}"
        if cell.operation not in operations():
            found.append(f"{where}: there is no such operation")
        if cell.action not in set(Action) or cell.thing not in OBJECTS:
            found.append(f"{where}: there is no such action or object")
        if cell.answer not in ANSWERS:
            found.append(f"{where}: {cell.answer} is no answer")
    keys = [(cell.operation, cell.action, cell.thing, cell.caller) for cell in cells()]
    return found + [f"{key} is there twice" for key in set(keys) if keys.count(key) > 1]


def wrong_cells(district: District, wanted: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """Those that are answered otherwise, each with its answer."""
    for cell in wanted:
        answer = answer_to(district, cell)
        if answer != cell.answer:
            yield cell, answer


def answer_to(district: District, cell: Cell) -> str:
    """What the API answers, in the words of the table; a code and a reason for what is in none."""
    operation = operations()[cell.operation]
    asked = request_of(district, operation, cell.action, cell.thing, cell.caller)
    token = district.reader if asked.method == "GET" else district.bearer
    who = district.site.bearing(token(cell.caller))
    answer = who.call(asked.method, asked.path, asked.body, **asked.query)
    if answer.code in (401, 403, 404) and answer.reason != "ROUTE_UNKNOWN":
        return str(answer.code)
    if answer.code != 200:
        return f"{answer.code} {answer.reason}"
    return "yes" if _holds(district, cell, answer) else "hidden"


_OF_SEVERAL = frozenset(
    {"listMembers", "searchMembers", "exportMembers", "listGuardians", "searchGuardians"}
)


def _objects_for(operation: Operation) -> tuple[str, ...]:
    """What the rows of an operation have to be about at least."""
    if "{member}" in operation.path:
        return ("self", "pupil", "senior", "theirs", "elsewhere")
    if operation.name in _OF_SEVERAL:
        return ("pupil", "senior", "theirs", "elsewhere")
    if "{guardian}" in operation.path:
        return ("pupil", "senior", "theirs", "elsewhere")
    if "{school}" not in operation.path:
        return ("here",)
    named = operation.path.removeprefix("/v1/schools/{school}")
    return ("here", "theirs", "elsewhere") if "{" in named else ("here", "elsewhere")


def _holds(district: District, cell: Cell, answer: Answer) -> bool:
    """Whether a success holds what it was asked about: in a list, a file, or at all."""
    ids = ids_of(district, operations()[cell.operation], cell.thing, cell.caller)
    school = f"schools/{ids['school']}"
    if cell.action == "schools:health" and "Health" not in cell.operation:
        shown = answer.json.get("schools", [answer.json])
        return any(each["name"] == school and "counts" in each for each in shown)
    ends = {
        "getMe": school,
        "listSchools": school,
        "listChildren": school,
        "listOwnLists": school,
        "listMembers": ids["member"],
        "searchMembers": ids["member"],
        "matchPhotos": f"/members/{ids['member']}",
        "exportMembers": ids["member"],
        "listGuardians": f"/guardians/{ids['guardian']}",
        "searchGuardians": f"/guardians/{ids['guardian']}",
        "listLists": f"/lists/{ids['list']}",
        "listSubstituteCodes": f"{school}/substituteCodes/{ids['code']}",
        "listRosterHealth": f"{school}/rosterHealth",
        "listRosterConnections": f"/rosterConnections/{ids['connection']}",
        "listCredentials": ids["credential"],
        "listRosterRuns": f"/rosterRuns/{ids['run']}",
    }
    text = answer.response.get_data(as_text=True)
    return cell.operation not in ends or f'{ends[cell.operation]}"' in text
