from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.notifications.deliveries import SchoolOffice
from tests.emulator.notifications.relays import ScriptedRelay, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.emulators import EmulatorEnv


@pytest.fixture
def relay() -> Iterator[ScriptedRelay]:
    with serve(ScriptedRelay()) as running:
        yield running


@pytest.fixture
def office(emulator_env: EmulatorEnv, school: str, relay: ScriptedRelay) -> SchoolOffice:
    place = SchoolOffice(emulator_env.project, school, relay.port)
    place.choose(("office@lincoln.example", "en"))
    return place
