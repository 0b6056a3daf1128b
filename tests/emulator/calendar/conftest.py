"""A district with one school for each test."""

from __future__ import annotations

import pytest

from tests.support.emulators import EmulatorEnv
from tests.support.world import World


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    assert emulator_env.project
    return World(school)
