"""A district with one school for each test, and the door of its API of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.emulators import EmulatorEnv
from tests.support.people import put_member
from tests.support.world import World


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    assert emulator_env.project
    made = World(school)
    made.set_up()
    return made


@pytest.fixture
def door(world: World, door_over: Callable[[World, str], ApiDoor]) -> ApiDoor:
    return door_over(world, "people_api")


@pytest.fixture
def manager(door: ApiDoor, world: World) -> Caller:
    """Runs the school; a member of it as well."""
    office = put_member(world, "Olga", "Office", kind="admin", role="MANAGER", grade="")
    return door.somebody(world.school, Role.MANAGER, office)
