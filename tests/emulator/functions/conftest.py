"""A district of two schools for tests of the whole API, and one school behind rostering's door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared import bootstrap
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.emulators import EmulatorEnv
from tests.support.two_schools import District, two_schools
from tests.support.world import World


@pytest.fixture
def district(emulator_env: EmulatorEnv) -> Iterator[District]:
    assert emulator_env.project
    with two_schools() as made:
        yield made


@pytest.fixture
def world(api_env: EmulatorEnv, school: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """A school with an owner, a manager and a teacher, whose services are those behind the door."""
    assert api_env.storage_url
    world = World(school)
    monkeypatch.setattr(bootstrap, "rostering", lambda: world.rostering)
    commit = bootstrap.documents().commit()
    for person, role in (("o1", "OWNER"), ("m1", "MANAGER"), ("t1", "TEACHER")):
        fields = {"schemaVersion": 1, "kind": "admin", "role": role, "state": "ACTIVE"}
        commit.put(f"schools/{school}/members/{person}", fields)
    commit.run()
    return world


@pytest.fixture
def door(api_env: EmulatorEnv) -> ApiDoor:
    return ApiDoor("rostering_api", api_env.project)


@pytest.fixture
def owner(door: ApiDoor, world: World) -> Caller:
    return door.somebody(world.school, Role.OWNER, "o1")
