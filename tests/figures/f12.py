"""F12: everybody gets of every route and every document what was written down by hand."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from tests.support import authz_cells, document_cells
from tests.support.authz_flips import flips, seen_at_the_doors, seen_in_the_reaches
from tests.support.two_schools import District, two_schools

FEWEST_CELLS = 3_000
FEWEST_ROWS = 150


@dataclass
class Survey:
    """What was asked and what was found.

    Attributes:
        at_doors: turned cells of the table that a call of the API shows.
        in_reaches: others, which only `tests/authz/actions.csv` shows.
        unseen: turned cells that nothing shows.
        uncovered: expressions of the database's rules that no cell looked at.
    """

    undeclared: list[str]
    failures: list[str] = field(default_factory=list)
    at_doors: int = 0
    in_reaches: int = 0
    unseen: list[str] = field(default_factory=list)
    expressions: int = 0
    uncovered: list[str] = field(default_factory=list)


def survey() -> Survey:
    """Call every cell of the API and of the database, then turn over each cell of the table."""
    with two_schools() as district:
        found = Survey(authz_cells.faults())
        for cell, answer in authz_cells.wrong_cells(district, authz_cells.cells()):
            found.failures.append(f"{cell} is {answer}")
        found.undeclared += document_cells.undeclared(district.project)
        _turn(district, found)
    ruled = document_cells.ruled_database(os.environ["FIRESTORE_EMULATOR_HOST"])
    found.failures += document_cells.wrong_cells(ruled)
    looked_at = ruled.coverage()
    found.expressions = len(looked_at)
    found.uncovered = [place for place, count in looked_at if not count]
    return found


def _turn(district: District, found: Survey) -> None:
    for flip in flips():
        if seen_at_the_doors(district, flip):
            found.at_doors += 1
        elif seen_in_the_reaches(flip):
            found.in_reaches += 1
        else:
            found.unseen.append(str(flip))


def line(found: Survey) -> str:
    """The figure's line."""
    calls, documents = authz_cells.cells(), document_cells.cells()
    rows = {(cell.operation, cell.action, cell.thing) for cell in calls}
    caught = found.at_doors + found.in_reaches
    covered = found.expressions - len(found.uncovered)
    met = (
        not (found.undeclared or found.failures or found.unseen or found.uncovered)
        and len(calls) + len(documents) >= FEWEST_CELLS
        and len(rows) >= FEWEST_ROWS
        and found.expressions > 0
    )
    return (
        f"F12 {'met' if met else 'short'}: {len(calls) + len(documents):,} cells over "
        f"{len({cell.operation for cell in calls})} routes ({len(rows)} rows by hand) and "
        f"{len(document_cells.collections())} collections, {len(found.failures)} answered "
        f"otherwise, {len(found.undeclared)} undeclared; {caught} of "
        f"{caught + len(found.unseen)} flips caught, {found.at_doors} of them by what the API "
        f"answers, the rest, of actions without a route or a reach that answers alike, by the "
        f"table of reaches; rule coverage {100 * covered // max(1, found.expressions)} %; emulator"
    )
