"""F16: what goes wrong on the way to a system leaves people right, or as they were, with a reason.

Flows: Test connection; a first sync with its dry run and approval; an unchanged night; a night of
joins, moves and leavers; a pull that has broken off and goes on; a night with classes. Each meets
each toxic twice: once it goes by in the middle, once it lasts until the system has given up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import stamina

from infra.local.sis import make_data
from tests.figures.f16_flows import FLOWS, Flow, Told
from tests.figures.toxic_school import Standing, ToxicSchool, toxic_school
from tests.figures.toxics import LATENCY, TOXICS, Strikes, Toxic

PEOPLE = 90
DESIGNED = 72
HURRIED = 50
"""By so much all answers are less late than those that are late in passing, and calls shorter."""


@dataclass(frozen=True)
class Ended:
    """How a flow ended.

    Attributes:
        told: what was told when it was done, and when all was well again.
        standing: who was there before, when it was done, and when all was well again.
        connects: addresses that are none of this machine's to which it would have gone.
    """

    told: tuple[Told, Told]
    standing: tuple[Standing, Standing, Standing]
    connects: Sequence[str]


@dataclass
class Cell:
    """One toxic in one flow.

    Attributes:
        rounds: in which it was tried; those of `right` ended as without it.
        hits: requests, answers or look-ups that it has struck.
        faults: what was wrong.
    """

    toxic: str
    flow: str
    rounds: int = 0
    right: int = 0
    hits: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.right} of {self.rounds} rounds right, struck {self.hits} times"
        return f"{self.toxic} x {self.flow}: {'; '.join(self.faults) or told}"


@dataclass
class Survey:
    """What was tried."""

    seed: int
    cells: list[Cell] = field(default_factory=list)

    @property
    def wrong(self) -> list[Cell]:
        """Cells in which anything was wrong."""
        return [cell for cell in self.cells if cell.faults]


class Surveyor:
    """Tries cells; what a flow comes to without a toxic is found out once."""

    def __init__(self, seed: int, late: float) -> None:
        self._late = late
        self._chance = random.Random(f"F16 {seed}")  # noqa: S311  # a choice of tests
        self._calm: dict[str, Ended] = {}

    def try_cell(self, toxic: Toxic, flow: Flow, *, lasting: Iterable[bool]) -> Cell:
        """Meet a toxic that goes by, and one that lasts, as is asked."""
        cell = Cell(toxic.name, flow.name)
        for lasts in lasting:
            strikes = self._strikes(toxic, lasts=lasts)
            ended = self._ended(flow, toxic, strikes)
            cell.rounds += 1
            cell.hits += strikes.hits
            calm = self._calm_end(flow)
            is_right = _is_right(ended, calm)
            cell.right += is_right
            when = "lasting" if lasts else "passing"
            faults = [*_faults(ended, calm, toxic, is_right=is_right)]
            faults += [] if strikes.hits else ["it struck nothing"]
            cell.faults += [f"{when}: {fault}" for fault in faults]
        return cell

    def _strikes(self, toxic: Toxic, *, lasts: bool) -> Strikes:
        if lasts:
            return Strikes(late=LATENCY / HURRIED)
        after, times = toxic.passing
        return Strikes(after + self._chance.randrange(2) * bool(after), times, self._late)

    def _calm_end(self, flow: Flow) -> Ended:
        if flow.name not in self._calm:
            self._calm[flow.name] = self._ended(flow, None, Strikes())
        return self._calm[flow.name]

    def _ended(self, flow: Flow, toxic: Toxic | None, strikes: Strikes) -> Ended:
        with toxic_school(make_data(PEOPLE)) as school:
            flow.prepare(school)
            before = school.standing()
            told = _acted(school, flow, toxic, strikes)
            then = school.standing()
            later = flow.after(school)
            return Ended((told, later), (before, then, school.standing()), school.connects)


def _acted(school: ToxicSchool, flow: Flow, toxic: Toxic | None, strikes: Strikes) -> Told:
    if toxic is None:
        return flow.act(school)
    with toxic.in_force(school, strikes):
        return flow.act(school)


def _is_right(ended: Ended, calm: Ended) -> bool:
    then, told = ended.standing[1], ended.told[0]
    seen = told.seen == calm.told[0].seen
    return then == calm.standing[1] and seen and not told.failed


def _faults(ended: Ended, calm: Ended, toxic: Toxic, *, is_right: bool) -> Iterator[str]:
    told, (before, then, later) = ended.told[0], ended.standing
    if ended.connects:
        yield f"it went to {sorted(set(ended.connects))}"
    if strays := then.strays(before, calm.standing[1]):
        yield f"{len(strays)} people or classes are neither as before nor right"
    if told.failed - toxic.reasons:
        yield f"it failed with {sorted(told.failed - toxic.reasons)}"
    if told.failed and then != before:
        yield "it failed and has changed somebody"
    if not is_right and not (told.failed or told.kept):
        yield "it is not right and nobody is told"
    if later != calm.standing[2]:
        yield "what follows does not make it right"
    if ended.told[1].seen != calm.told[1].seen:
        yield "what is seen afterwards is something else"


def survey(
    seed: int,
    cells: Sequence[tuple[Toxic, Flow]],
    *,
    lasting: Sequence[bool] = (False, True),
    late: float = LATENCY,
) -> Survey:
    """Try cells.

    Args:
        seed: moves when a toxic that goes by begins.
        cells: which.
        lasting: whether the toxic lasts, for each time that a cell is tried.
        late: seconds by which late answers are late where that goes by.
    """
    found, surveyor = Survey(seed), Surveyor(seed, late)
    # What is tried again is tried again at once; how often stays as it is.
    stamina.set_testing(True, attempts=5, cap=True)
    try:
        for toxic, flow in cells:
            found.cells.append(surveyor.try_cell(toxic, flow, lasting=lasting))
    finally:
        stamina.set_testing(False)
    return found


def every_cell() -> list[tuple[Toxic, Flow]]:
    """All of them."""
    return [(toxic, flow) for toxic in TOXICS for flow in FLOWS]


def line(found: Survey) -> str:
    """The figure's line."""
    good = [cell for cell in found.cells if not cell.faults]
    right = sum(cell.right == cell.rounds for cell in good)
    flows = len({cell.flow for cell in found.cells})
    toxics = len({cell.toxic for cell in found.cells})
    met = len(good) == len(found.cells) >= DESIGNED
    return (
        f"F16 {'met' if met else 'short'}: {len(good)} of {len(found.cells)} cells of {toxics} "
        f"toxics x {flows} flows, each with the toxic passing and lasting, struck "
        f"{sum(cell.hits for cell in found.cells)} times; {right} ended right both times, "
        f"{len(good) - right} right or held or failed clean and right the next night; "
        f"{len(found.wrong)} wrong; emulator, simulated system behind a proxy; seed {found.seed}"
    )
