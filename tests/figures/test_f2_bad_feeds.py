"""F2, a smaller run: some bad feeds, chosen anew, and proof that a wrong archive would be seen."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from shared.rostering.limits import Limits
from tests.figures import f2
from tests.figures.bad_files import BYTE_FAULTS, TABLE_FAULTS
from tests.support.emulators import EmulatorEnv
from tests.support.world import World

FEEDS = 12


def test_a_bad_file_archives_nobody_who_has_not_left(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311  # a choice of tests
    faults = len(TABLE_FAULTS) + len(BYTE_FAULTS)
    found = f2.survey(seed, chance.sample(range(faults), FEEDS))
    assert [feed for feed in found.feeds if not feed.stopped] == []
    assert f2.line(found).startswith(f"F2 met: {FEEDS} of {FEEDS} bad feeds stopped, 0 wrong")


def test_without_the_gate_a_wrong_archive_is_seen(
    emulator_env: EmulatorEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert emulator_env.project
    open_gate = replace(Limits(), archive_share=1, archive_ceiling=10**6, shrink_share=0)
    set_up = World.set_up
    monkeypatch.setattr(World, "set_up", lambda world: set_up(world, limits=open_gate))
    number = [*TABLE_FAULTS].index("last rows lost")

    found = f2.survey(20261122, [number])

    (feed,) = found.feeds
    assert feed.wrong > 0
    assert f2.line(found).startswith("F2 short: 0 of 1 bad feeds stopped")
