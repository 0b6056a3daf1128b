"""F2, a smaller run: some bad feeds, chosen anew, and proof that a wrong archive would be seen."""

from __future__ import annotations

import random

import pytest

from shared.rostering.connections import Connection
from shared.rostering.limits import Limits
from tests.figures import f2
from tests.figures.bad_files import BYTE_FAULTS, TABLE_FAULTS
from tests.support.emulators import EmulatorEnv
from tests.support.world import World

FEEDS = 8


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
    set_up = World.set_up

    def set_up_without_gate(world: World) -> Connection:
        connection = set_up(
            world, limits=Limits(archive_share=1, archive_ceiling=10**6, shrink_share=0)
        )
        commit = world.documents.commit()
        no_limits = {"archiveShare": 1, "archiveCeiling": 10**6}
        commit.put("district/settings", {"rosterLimits": no_limits}, merge=True)
        commit.run()
        return connection

    monkeypatch.setattr(World, "set_up", set_up_without_gate)
    number = [*TABLE_FAULTS].index("last rows lost")

    found = f2.survey(20261122, [number])

    (feed,) = found.feeds
    assert feed.wrong > 0
    assert f2.line(found).startswith("F2 short: 0 of 1 bad feeds stopped")
