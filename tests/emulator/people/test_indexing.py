"""Members who were written before searches are found after the fill, and nobody else changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from shared.cloud.firestore import Document, no_field
from shared.people.indexing import Indexed, MemberIndexer
from shared.people.store import PeopleStore
from tests.support.api import Caller
from tests.support.people import put_member
from tests.support.tree import ROOT
from tests.support.world import World


def _as_before(world: World, *persons: str) -> None:
    """Take away what searches need."""
    commit = world.documents.commit()
    for person in persons:
        gone = {"sortName": no_field(), "searchKeys": no_field()}
        commit.update(f"schools/{world.school}/members/{person}", gone)
    commit.run()


def _documents(world: World) -> dict[str, Document]:
    return {each.id: each for each in world.documents.all(f"schools/{world.school}/members")}


def _found(caller: Caller, world: World, search: str) -> list[str]:
    answer = caller.post(f"/v1/schools/{world.school}/members:search", {"search": search})
    return [each["firstName"] for each in answer.json["members"]]


def _fill(world: World) -> subprocess.CompletedProcess[str]:
    words = ["people", "index", "--school", world.school, "--json"]
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", *words],
        cwd=ROOT,
        env={**os.environ, "GOOGLE_CLOUD_PROJECT": world.documents._project},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_program_lets_everybody_be_found_and_runs_again_for_nothing(
    manager: Caller, world: World
) -> None:
    ana, ben = put_member(world, "Ana", "Lee"), put_member(world, "Ben", "Lee")
    before = _documents(world)
    _as_before(world, ana)
    assert _found(manager, world, "lee") == ["Ben"]
    first = _fill(world)
    assert (first.returncode, json.loads(first.stdout)) == (
        0,
        {"members": 3, "filled": 1, "missed": 0},
    )
    assert _found(manager, world, "lee") == ["Ana", "Ben"]
    after = _documents(world)
    assert {person: each.fields for person, each in after.items()} == {
        person: each.fields for person, each in before.items()
    }
    assert after[ben].version == before[ben].version
    assert json.loads(_fill(world).stdout) == {"members": 3, "filled": 0, "missed": 0}
    assert _documents(world)[ana].version == after[ana].version


def test_who_is_changed_meanwhile_is_left_for_another_look(world: World) -> None:
    ana = put_member(world, "Ana", "Lee")
    _as_before(world, ana)

    class Raced(PeopleStore):
        def derive_again(self, members: Any) -> None:
            if world.members().popitem()[1]["phone"] == "":
                commit = world.documents.commit()
                commit.update(f"schools/{world.school}/members/{ana}", {"phone": "1"})
                commit.run()
            super().derive_again(members)

    indexer = MemberIndexer(Raced(world.documents))
    assert indexer.fill(world.school) == Indexed(members=1, filled=0, missed=1)
    assert indexer.fill(world.school) == Indexed(members=1, filled=1, missed=0)
    assert world.members().popitem()[1]["phone"] == "1"
