"""F23, a smaller run of its undo half: each sort of run undone, once with edits since."""

from __future__ import annotations

import random

from tests.figures import f23
from tests.figures.random_schools import SORTS
from tests.support.emulators import EmulatorEnv


def test_an_undo_brings_everything_back(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f23.survey(seed, plans=len(SORTS), edited=len(SORTS))
    assert found.failures == []
    assert (found.equal, found.kept) == (len(SORTS), len(SORTS))
