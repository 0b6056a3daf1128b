from __future__ import annotations

import pytest

from tests.support.emulators import EmulatorEnv
from tests.support.world import World


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    """A school whose connection is verified and may do everything."""
    assert emulator_env.storage_url
    world = World(school)
    world.set_up()
    return world
