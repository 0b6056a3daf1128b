"""F16, a smaller run: some of the toxics, chosen anew, in one of the flows."""

from __future__ import annotations

import random

from tests.figures import f16
from tests.figures.f16_flows import FLOWS
from tests.figures.toxics import TOXICS
from tests.support.emulators import EmulatorEnv


def test_toxics_leave_people_right_or_as_they_were(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311  # the same
    flow = chance.choice(FLOWS)
    cells = [(toxic, flow) for toxic in chance.sample(TOXICS, 5)]
    found = f16.survey(seed, cells, lasting=[chance.random() < 0.5], late=0.2)
    assert [str(cell) for cell in found.wrong] == []
    assert all(cell.hits for cell in found.cells)
