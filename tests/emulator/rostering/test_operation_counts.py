"""What a night costs, counted at Google's clients; `make bench` counts it in large schools."""

from __future__ import annotations

import pytest

from shared.rostering.runs import Outcome
from tests.support.nightly_rosters import guid_text
from tests.support.nights import FILE_NAME, night
from tests.support.world import World

SEED = 7
PEOPLE = 120


@pytest.fixture
def loaded(world: World) -> World:
    assert world.send(FILE_NAME, guid_text(PEOPLE, SEED)).outcome is Outcome.APPLIED
    return world


def test_an_unchanged_night_touches_no_member_and_two_pointers_at_most(loaded: World) -> None:
    found = night(loaded, guid_text(PEOPLE, SEED) + "\n")
    counts = found.counts
    assert found.run.outcome is Outcome.UNCHANGED
    assert counts.objects == {"read files": 1, "read snapshots": 1}
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)
    assert (counts.reads["guardians"], counts.writes["guardians"]) == (0, 0)
    assert (counts.reads["rosterSnapshots"], counts.writes["rosterSnapshots"]) == (2, 1)
    assert counts.writes["audit"] == 0


def test_the_same_bytes_are_not_fetched(loaded: World) -> None:
    found = night(loaded, guid_text(PEOPLE, SEED))
    assert found.run.outcome is Outcome.UNCHANGED
    assert found.counts.objects == {}
    assert found.counts.reads["members"] == 0


@pytest.mark.parametrize("changed", [1, 30])
def test_changes_cost_one_read_and_one_write_each(loaded: World, changed: int) -> None:
    found = night(loaded, guid_text(PEOPLE, SEED, changed))
    counts = found.counts
    assert found.run.outcome is Outcome.APPLIED
    assert (counts.reads["members"], counts.writes["members"]) == (changed, changed)
    assert (counts.calls["members"], counts.writes["audit"]) == (2, 1)


def test_what_a_night_costs_does_not_grow_with_the_school(world: World) -> None:
    small, large = PEOPLE, 4 * PEOPLE
    world.send(FILE_NAME, guid_text(small, SEED))
    few = night(world, guid_text(small, SEED) + "\n").counts
    other = world.neighbor()
    other.set_up()
    other.send(FILE_NAME, guid_text(large, SEED))
    many = night(other, guid_text(large, SEED) + "\n").counts
    assert (many.reads, many.writes, many.objects) == (few.reads, few.writes, few.objects)
