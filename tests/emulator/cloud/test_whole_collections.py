"""A whole collection is read page by page, so that no answer lasts as long as its reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.cloud import firestore
from shared.cloud.firestore import Documents
from tests.support.counting import counted
from tests.support.emulators import EmulatorEnv
from tests.support.world import World

START = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str, monkeypatch: pytest.MonkeyPatch) -> World:
    assert emulator_env.project
    monkeypatch.setattr(firestore, "PAGE", 4)
    return World(school)


def fill(documents: Documents, collection: str, number: int) -> list[str]:
    """Documents of two equal times each; gives their ids in order."""
    commit = documents.commit()
    names = [f"p{n:02d}" for n in range(number)]
    for n, name in enumerate(names):
        moment = START + timedelta(days=n // 2)
        commit.put(f"{collection}/{name}", {"moment": moment, "n": n, "other": "x"})
    commit.run()
    return names


@pytest.mark.parametrize("number", [0, 1, 3, 4, 5, 8, 11])
def test_everything_comes_once_and_in_order(world: World, number: int) -> None:
    place = f"schools/{world.school}/pages"
    names = fill(world.documents, place, number) if number else []
    with counted(world) as counts:
        assert [found.id for found in world.documents.all(place)] == names
    assert counts.calls["pages"] == number // 4 + 1


def test_everything_since_an_instant_comes_once_with_the_fields_asked_for(world: World) -> None:
    place = f"schools/{world.school}/pages"
    names = fill(world.documents, place, 17)
    since = START + timedelta(days=2)
    found = list(world.documents.where_since(place, "moment", since, ["n"]))
    assert [each.id for each in found] == names[4:]
    assert [each.fields["n"] for each in found] == list(range(4, 17))
    assert not any("other" in each.fields for each in found)


def test_a_reader_sees_what_changed_before_it_came_there(world: World) -> None:
    place = f"schools/{world.school}/pages"
    fill(world.documents, place, 12)
    reader = world.documents.all(place)
    first = [next(reader).id for _ in range(4)]
    commit = world.documents.commit()
    commit.delete(f"{place}/p03")
    commit.delete(f"{place}/p06")
    commit.put(f"{place}/p99", {"n": 99})
    commit.run()
    assert first == ["p00", "p01", "p02", "p03"]
    rest = [found.id for found in reader]
    assert rest == ["p04", "p05", "p07", "p08", "p09", "p10", "p11", "p99"]
