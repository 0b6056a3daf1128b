"""People whom a person added: left alone, unless the connection's files are complete for them."""

from __future__ import annotations

from typing import Any

import pytest

from shared.cloud.firestore import Document, Documents
from shared.kernel.ids import digest_id
from shared.people.model import member_path
from shared.rostering.approval_draft import held_operations
from shared.rostering.plan import Verb
from shared.rostering.runs import Outcome
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"


def add_by_hand(world: World, name: str, **changes: Any) -> str:
    """Make somebody a member as a person would, without an id of the SIS."""
    person = digest_id("by hand", name)
    fields = {
        "schemaVersion": 1,
        "personId": person,
        "kind": "student",
        "role": "STUDENT",
        "sisId": f"hand-{name}",
        "email": f"{name}@students.example.org",
        "firstName": name,
        "lastName": "Byhand",
        "grade": "09",
        "phone": "",
        "idField1": "",
        "idField2": "",
        "guardianIds": [],
        "state": "ACTIVE",
        "archivedBy": None,
        "archiveTime": None,
        "editedFields": [],
        "source": {"connection": None, "run": None},
    }
    commit = world.documents.commit()
    commit.put(member_path(world.school, person), {**fields, **changes})
    commit.run()
    return person


@pytest.mark.parametrize("source", [None, {"connection": None, "run": None}])
def test_they_are_left_alone_where_nothing_is_said(world: World, source: Any) -> None:
    add_by_hand(world, "hana", source=source)
    for _ in range(2):
        world.send(STUDENTS, students(range(40)))
        world.archive_phase()
    assert world.archived() == []


@pytest.mark.parametrize("source", [None, {"connection": None, "run": None}])
def test_a_connection_that_owns_them_archives_them_by_the_night(world: World, source: Any) -> None:
    world.set_up(owns_hand_added=True)
    add_by_hand(world, "hana", source=source)
    add_by_hand(world, "owen", source=source, kind="admin", role="OWNER")
    run = world.send(STUDENTS, students(range(40)))
    assert run.fields["counts"]["addedByHand"] == {"student": 1}
    assert run.fields["counts"]["missing"] == {"student": 1}
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["hand-hana"]


def test_the_dry_run_shows_them(world: World) -> None:
    world.set_up(verified=False, owns_hand_added=True)
    add_by_hand(world, "hana")
    run = world.send(STUDENTS, students(range(40)))
    assert run.outcome is Outcome.DRY_RUN
    assert run.fields["counts"]["addedByHand"] == {"student": 1}
    world.archive_phase()
    assert world.archived() == []


def test_many_of_them_wait_as_any_archive_does(world: World) -> None:
    world.set_up(owns_hand_added=True)
    for n in range(10):
        add_by_hand(world, f"hana{n}")
    run = world.send(STUDENTS, students(range(40)))
    assert [hold["code"] for hold in run.fields["holds"]] == ["ARCHIVE_SHARE"]
    world.archive_phase()
    assert world.archived() == []


def test_they_stay_when_the_connection_no_longer_owns_them(world: World) -> None:
    world.set_up(owns_hand_added=True)
    add_by_hand(world, "hana")
    world.send(STUDENTS, students(range(40)))
    world.set_up()
    world.archive_phase()
    assert world.archived() == []
    world.set_up(owns_hand_added=True)
    world.send(STUDENTS, students(range(41)))
    world.set_up()
    world.send(STUDENTS, students(range(42)))
    world.archive_phase()
    assert world.archived() == []


def test_a_file_that_brings_one_of_them_with_an_id_asks_first(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    by_address = add_by_hand(world, "hana")
    by_name = add_by_hand(world, "ines", email="")
    lines = ["5001,Hana,Byhand,hana@students.example.org,9,,", "5002,Ines,Byhand,,9,,"]
    run = world.send(STUDENTS, students(range(40), *lines))
    held = {o.person: (o.verb, o.by) for o in held_operations(run, world.files)}
    assert held == {
        by_address: (Verb.UPDATE, "EMAIL"),
        by_name: (Verb.UPDATE, "NAME_AND_GRADE"),
    }
    world.approve(run)
    world.drain()
    found = world.members()
    assert (found["5001"]["personId"], found["5002"]["personId"]) == (by_address, by_name)
    assert found["5001"]["source"]["connection"] == world.connection


def test_a_first_load_beside_somebody_added_by_hand_asks_for_no_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ask = Documents.where_any

    def watched(own: Documents, collection: str, field: str, values: Any) -> list[Document]:
        asked.append(len(values))
        return ask(own, collection, field, values)

    monkeypatch.setattr(Documents, "where_any", watched)
    hana = add_by_hand(world, "hana")
    run = world.send(
        STUDENTS, students(range(40), "5001,Hana,Byhand,hana@students.example.org,9,,")
    )
    assert asked == []
    assert [o.person for o in held_operations(run, world.files)] == [hana]
    world.send(STUDENTS, students(range(41)))
    assert asked == [1]
