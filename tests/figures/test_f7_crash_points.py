"""F7, a smaller run: some points of every flow, chosen anew, and one real SIGKILL of each."""

from __future__ import annotations

import random

import pytest

from tests.figures import f7
from tests.figures.crash_flows import FLOWS, Flow
from tests.support.emulators import EmulatorEnv


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_a_kill_at_a_write_leaves_nothing_behind(flow: Flow, emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f7.survey(seed, each=2, kills=1, flows=(flow,))
    assert found.points == 3
    assert found.killed == 1
    assert found.failures == []
