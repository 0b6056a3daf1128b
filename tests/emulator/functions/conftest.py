"""A district of two schools for tests of the whole API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.emulators import EmulatorEnv
from tests.support.two_schools import District, two_schools


@pytest.fixture
def district(emulator_env: EmulatorEnv) -> Iterator[District]:
    assert emulator_env.project
    with two_schools() as made:
        yield made
