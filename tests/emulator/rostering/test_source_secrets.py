"""Wherever a process ends while a secret is set or taken away, the connection goes on working."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.emulators import EmulatorEnv
from tests.support.source_secrets import (
    FIRST,
    SECOND,
    KilledError,
    alive,
    kill,
    killed_in,
    move,
    pinned,
    set_secret,
    set_up,
)
from tests.support.world import World


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    """A school whose system has a secret."""
    assert emulator_env.storage_url
    world = World(school)
    set_up(world)
    set_secret(world, FIRST)
    return world


def test_killed_before_it_is_pinned_the_old_one_still_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = world.rostering.connections._store
    killed_in(monkeypatch, store, "set_secret", lambda: set_secret(world, "never pinned"))
    assert world.secrets.read(pinned(world)) == FIRST
    assert alive(world) == [FIRST, "never pinned"]
    set_secret(world, SECOND)
    assert alive(world) == [SECOND]


def test_killed_before_the_old_one_is_destroyed_the_next_hour_does_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = world.rostering.connections._keys
    killed_in(monkeypatch, keys, "replaced", lambda: set_secret(world, SECOND))
    assert world.secrets.read(pinned(world)) == SECOND
    assert alive(world) == [FIRST, SECOND]
    for _ in range(2):
        world.pass_time(hours=1)
        world.rostering.watch.look(world.now)
        assert alive(world) == [SECOND]


def test_killed_before_a_cleared_one_is_destroyed_the_next_hour_does_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = world.rostering.connections._keys
    killed_in(monkeypatch, keys, "cleared", lambda: move(world, tokenUrl=""))
    assert (pinned(world), alive(world)) == ("", [FIRST])
    world.pass_time(hours=1)
    world.rostering.watch.look(world.now)
    assert alive(world) == []
    set_secret(world, SECOND)
    world.rostering.watch.look(world.now)
    assert alive(world) == [SECOND]


def test_killed_in_the_middle_of_destroying_the_next_hour_does_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, keys = world.rostering.connections._store, world.rostering.connections._keys
    killed_in(monkeypatch, store, "set_secret", lambda: set_secret(world, "never pinned"))
    killed_in(monkeypatch, keys, "replaced", lambda: set_secret(world, SECOND))
    assert alive(world) == [FIRST, "never pinned", SECOND]
    killed_in(monkeypatch, world.secrets, "older", lambda: move(world, tokenUrl=""))
    assert alive(world) == [FIRST, "never pinned"]
    world.rostering.watch.look(world.now)
    assert alive(world) == []


def test_the_hourly_look_asks_of_no_secret_that_has_long_been_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.secrets, "older", kill)
    world.now += timedelta(days=3)
    world.rostering.watch.look(world.now)
    world.now -= timedelta(days=2)
    with pytest.raises(KilledError):
        world.rostering.watch.look(world.now)
