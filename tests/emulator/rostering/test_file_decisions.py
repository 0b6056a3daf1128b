"""What a connection decides about its files reaches the members, and so does a test flag."""

from __future__ import annotations

from shared.people.model import member_path
from shared.rostering.runs import Outcome
from tests.support.rosters import student, students
from tests.support.world import World

NAME = "Lincoln_students.csv"


def test_the_connections_grades_and_the_width_of_its_ids_reach_the_members(world: World) -> None:
    world.set_up(grade_map={"PS": "13"}, id_width=6)
    run = world.send(NAME, students(range(3), student(7, id="00777", grade="p.s.")))
    assert run.outcome is Outcome.APPLIED
    members = world.members()
    assert {sis_id: member["grade"] for sis_id, member in members.items()} == {
        "001000": "09",
        "001001": "09",
        "001002": "09",
        "000777": "13",
    }
    assert run.fields["problemCounts"] == {"ZEROS_LOST": 1}


def test_a_test_record_is_flagged_until_a_person_says_otherwise(world: World) -> None:
    test = student(7, first="Zz", last="Test")
    world.send(NAME, students(range(3), test))
    flagged = {sis_id: member.get("isTest") for sis_id, member in world.members().items()}
    assert flagged == {"1000": None, "1001": None, "1002": None, "1007": True}
    commit = world.documents.commit()
    path = member_path(world.school, world.members()["1007"]["personId"])
    commit.update(path, {"isTest": False, "editedFields": ["isTest"]})
    commit.run()
    world.send(NAME, students(range(3), student(7, first="Zz", last="Test", grade="10")))
    member = world.members()["1007"]
    assert (member["isTest"], member["grade"]) == (False, "10")
