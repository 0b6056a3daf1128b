"""People whose id changes in the SIS: they wait, and stay who they were."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from shared.cloud.storage import Bucket
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.people.model import member_path
from shared.rostering.limits import Limits
from shared.rostering.plan import Verb
from shared.rostering.runs import Approval, Outcome, Run
from tests.support.gate_steps import approve, codes, draft, held
from tests.support.rosters import employees, student, students
from tests.support.world import ID_SPACE, World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
ONE_PERSON = Limits(second_person_share=1.0, second_person_count=0)
"""An approval needs nobody else's."""


def renumbered(numbers: Iterable[int], **changes: str) -> list[str]:
    """The lines of students whose ids begin with a 7 now."""
    return [student(n, id=f"7{1000 + n}", **changes) for n in numbers]


def decline(world: World, run: Run, *people: str) -> None:
    assert run.manifest is not None
    world.rostering.decliner.decline_remap(
        world.school, run.run, run.manifest.hash, frozenset(people), "person:2"
    )


def person_ids(world: World) -> dict[str, str]:
    """First name → the id of the document; names are not changed in these tests."""
    return {m["firstName"]: m["personId"] for m in world.members().values()}


def active(world: World) -> list[str]:
    return sorted(s for s, m in world.members().items() if m["state"] == "ACTIVE")


def test_a_whole_school_with_new_ids_waits_and_nobody_is_archived_or_added(world: World) -> None:
    world.set_up(limits=ONE_PERSON)
    world.send(STUDENTS, students(range(40)))
    before = world.members()
    people = person_ids(world)
    renamed = students([], *renumbered(range(40)))

    for _ in range(3):
        run = world.send(STUDENTS, renamed)
        assert run.outcome is Outcome.HELD
        assert "KEY_CHURN" in codes(run)
        assert "missing" not in run.fields["counts"]
        world.archive_phase()
    assert world.members() == before

    run = world.send(STUDENTS, renamed)
    (hold,) = [hold for hold in run.fields["holds"] if hold["code"] == "KEY_CHURN"]
    assert (hold["count"], hold["of"]) == (40, 40)
    assert run.fields["problemCounts"]["KEY_CHURN"] == 40
    table = {(o.verb, o.by, o.hold) for o in held(world, run)}
    assert table == {(Verb.UPDATE, "EMAIL", "KEY_CHURN")}
    assert {o.person for o in held(world, run)} == set(people.values())
    done = approve(world, run)

    assert done.fields["counts"]["updated"] == {"student": 40}
    after = world.members()
    assert sorted(after) == [str(71000 + n) for n in range(40)]
    assert person_ids(world) == people
    assert all(m["createTime"] == before[s[1:]]["createTime"] for s, m in after.items())
    assert world.send(STUDENTS, renamed).outcome is Outcome.UNCHANGED
    changed = students([], *renumbered(range(39), grade="10"), *renumbered([39]))
    world.set_up(limits=Limits(update_share=1.0, key_share=1.0))
    assert world.send(STUDENTS, changed).fields["counts"]["updated"] == {"student": 39}
    assert person_ids(world) == people
    world.archive_phase()
    assert world.archived() == []


def test_one_child_with_a_new_id_waits_and_the_rest_of_the_file_is_applied(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    people = person_ids(world)
    text = students([*range(39), 50, 51], *renumbered([39]))
    run = world.send(STUDENTS, text)
    (operation,) = held(world, run)
    assert operation.person == people["First39"]
    assert operation.alias == digest_id(ID_SPACE, "students", "71039")
    assert (operation.before or {})["sisId"] == "1039"
    assert operation.after["sisId"] == "71039"
    assert run.fields["counts"]["added"] == {"student": 2}
    world.archive_phase()
    assert world.archived() == []
    approve(world, run, operation.person)
    assert world.members()["71039"]["personId"] == people["First39"]
    assert "1039" not in world.members()
    assert world.run(run.run).approval is Approval.APPROVED


def test_below_the_share_the_child_waits_all_the_same_without_a_hold_of_the_file(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(60)))
    world.set_up(limits=Limits(insert_share=1.0))
    run = world.send(
        STUDENTS, students(range(59), *map(student, range(100, 130)), *renumbered([59]))
    )
    assert codes(run) == []
    assert (run.outcome, run.fields["problemCounts"]["KEY_CHURN"]) == (Outcome.HELD, 1)
    assert len(held(world, run)) == 1


def test_children_without_an_address_are_known_by_name_and_grade(world: World) -> None:
    lines = [student(n, email="") for n in range(20)]
    world.send(STUDENTS, students([], *lines))
    people = person_ids(world)
    changed = [student(19, id="9019", email="", grade="10")]
    run = world.send(STUDENTS, students([], *lines[:19], *changed))
    (operation,) = held(world, run)
    assert (operation.person, operation.by) == (people["First19"], "NAME_AND_GRADE")


def test_siblings_who_share_an_address_are_told_apart_by_name(world: World) -> None:
    family = {"email": "family@example.org"}
    pair = [student(30, **family), student(31, **family)]
    world.send(STUDENTS, students(range(20), *pair))
    people = person_ids(world)
    run = world.send(STUDENTS, students(range(20), *renumbered([30, 31], **family)))
    matched = {o.after["sisId"]: o.person for o in held(world, run)}
    assert matched == {"71030": people["First30"], "71031": people["First31"]}


def test_a_new_child_with_the_address_of_a_sibling_who_is_still_there_is_just_new(
    world: World,
) -> None:
    family = {"email": "family@example.org"}
    world.send(STUDENTS, students(range(20), student(30, **family), student(31, **family)))
    run = world.send(STUDENTS, students(range(20), student(30, **family), student(32, **family)))
    assert held(world, run) == []
    assert run.fields["counts"]["added"] == {"student": 1}
    assert run.fields["counts"]["missing"] == {"student": 1}


def test_where_nobody_can_say_which_of_two_it_is_everybody_waits(world: World) -> None:
    twins = [student(30, first="Kim", email=""), student(31, first="Kim", last="Last30", email="")]
    world.send(STUDENTS, students(range(20), *twins))
    new = student(40, first="Kim", last="Last30", email="")
    run = world.send(STUDENTS, students(range(20), new))
    (operation,) = held(world, run)
    assert (operation.verb, operation.by, operation.alias) == (Verb.ADD, "AMBIGUOUS", None)
    world.archive_phase()
    assert world.archived() == []
    with pytest.raises(Conflict):
        approve(world, run)
    approve(world, run, operation.person)
    assert "1040" in world.members()


def test_declined_people_are_added_by_the_next_file_and_never_asked_about_again(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(40)))
    people = person_ids(world)
    text = students(range(39), student(60, email="s39@students.example.org"))
    run = world.send(STUDENTS, text)
    (operation,) = held(world, run)
    assert operation.person == people["First39"]
    decline(world, run, operation.person)
    assert world.run(run.run).approval is Approval.DISCARDED
    with pytest.raises(Conflict):
        decline(world, run, operation.person)
    again = world.send(STUDENTS, text)
    assert (again.outcome, held(world, again)) == (Outcome.APPLIED, [])
    assert world.members()["1060"]["personId"] == digest_id(ID_SPACE, "students", "1060")
    world.archive_phase()
    assert world.archived() == ["1039"]
    assert world.send(STUDENTS, text).outcome is Outcome.UNCHANGED


def test_where_a_person_sets_the_limit_aside_they_are_new_people(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    text = students(range(39), *renumbered([39]))
    asked = draft(world, STUDENTS, text, frozenset())
    assert (asked.planned["updated"]["student"], asked.by_kind) == (1, {})
    lifted = draft(world, STUDENTS, text, frozenset({"KEY_CHURN"}))
    assert (lifted.by_kind["added"]["student"], lifted.planned) == (1, {})
    assert lifted.by_kind["missing"]["student"] == 1


def test_declining_one_leaves_the_others_to_be_approved(world: World) -> None:
    world.set_up(limits=ONE_PERSON)
    world.send(STUDENTS, students(range(40)))
    people = person_ids(world)
    run = world.send(STUDENTS, students(range(37), *renumbered(range(37, 40))))
    decline(world, run, people["First38"])
    assert world.run(run.run).approval is Approval.PENDING
    approve(world, run)
    assert world.run(run.run).approval is Approval.APPROVED
    found = world.members()
    assert (found["71037"]["personId"], found["71039"]["personId"]) == (
        people["First37"],
        people["First39"],
    )
    assert "71038" not in found
    assert found["1038"]["state"] == "ACTIVE"


def test_a_recycled_address_belongs_to_a_new_person(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert world.archived() == ["1039"]
    new = student(70, email="s39@students.example.org")
    run = world.send(STUDENTS, students(range(39), new))
    assert run.outcome is Outcome.APPLIED
    assert world.members()["1070"]["personId"] == digest_id(ID_SPACE, "students", "1070")
    assert world.archived() == ["1039"]


def test_somebody_who_comes_back_with_another_id_is_restored_once_a_person_says_so(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(40)))
    people = person_ids(world)
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    text = students(range(39), *renumbered([39], grade="10"))
    run = world.send(STUDENTS, text)
    (operation,) = held(world, run)
    assert (operation.verb, operation.person) == (Verb.RESTORE, people["First39"])
    approve(world, run)
    back = world.members()["71039"]
    assert (back["personId"], back["state"], back["grade"]) == (people["First39"], "ACTIVE", "10")
    assert world.send(STUDENTS, text).outcome is Outcome.UNCHANGED
    world.archive_phase()
    assert world.archived() == []


def test_somebody_archived_by_hand_does_not_come_back_under_another_id(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    path = member_path(world.school, person_ids(world)["First39"])
    commit = world.documents.commit()
    commit.update(path, {"state": "ARCHIVED", "archivedBy": "PERSON"})
    commit.run()
    run = world.send(STUDENTS, students(range(39), *renumbered([39])))
    (operation,) = held(world, run)
    assert (operation.verb, operation.by) == (Verb.ADD, "AMBIGUOUS")
    assert world.archived() == ["1039"]
    assert "71039" not in world.members()


def test_an_owners_address_gives_nobody_an_owners_rights_by_one_click(world: World) -> None:
    world.send(TEACHERS, employees(range(10)))
    people = person_ids(world)
    commit = world.documents.commit()
    commit.update(member_path(world.school, people["Ada9"]), {"role": "OWNER"})
    commit.run()
    run = world.send(TEACHERS, employees(range(9), "X9,Ada9,Adult9,a9@example.org"))
    (operation,) = held(world, run)
    assert (operation.person, operation.hold) == (people["Ada9"], "PRIVILEGE")
    with pytest.raises(Conflict):
        approve(world, run)


def test_old_and_new_id_in_one_file_contradict_each_other(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    run = world.send(STUDENTS, students(range(39), *renumbered([39])))
    approve(world, run)
    assert "71039" in world.members()
    both = world.send(STUDENTS, students(range(40), *renumbered([39])))
    assert both.fields["problemCounts"]["ID_CONFLICT"] == 2
    assert "71039" in world.members()
    assert len(world.members()) == 40
    world.archive_phase()
    assert world.archived() == []


def test_the_old_id_alone_is_still_the_same_child(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    people = person_ids(world)
    approve(world, world.send(STUDENTS, students(range(39), *renumbered([39]))))
    world.send(STUDENTS, students(range(40)))
    assert person_ids(world) == people
    assert "1039" in world.members()


def test_an_alias_holds_at_every_school_of_the_district(world: World) -> None:
    other = world.neighbor()
    other.set_up()
    world.send(STUDENTS, students(range(40)))
    other.send(STUDENTS, students(range(100, 140)))
    people = person_ids(world)
    approve(world, world.send(STUDENTS, students(range(39), *renumbered([39]))))
    other.send(STUDENTS, students(range(100, 140), *renumbered([39])))
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert other.members()["71039"]["personId"] == people["First39"]
    nights = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert [night["counts"]["moved"] for night in nights] == [{"student": 1}]


def test_a_file_that_changes_nobody_reads_no_aliases(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(STUDENTS, students(range(40)))
    text = students(range(39), *renumbered([39]))
    approve(world, world.send(STUDENTS, text))
    asked: list[str] = []
    read = Bucket.read

    def watched(bucket: Bucket, name: str, *part: int) -> bytes:
        asked.append(name)
        return read(bucket, name, *part)

    monkeypatch.setattr(Bucket, "read", watched)
    assert world.send(STUDENTS, text + "\n").outcome is Outcome.UNCHANGED
    assert asked
    assert not [name for name in asked if "aliases" in name]


def test_whom_the_roster_added_before_is_nobody_new_where_the_document_is_gone(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(60)))
    person = world.members()["1007"]["personId"]
    commit = world.documents.commit()
    commit.delete(f"schools/{world.school}/members/{person}")
    commit.run()
    others = [n for n in range(60) if n != 7]
    run = world.send(STUDENTS, students(others, student(7, grade="10")))
    assert (run.outcome, run.fields["holds"]) == (Outcome.APPLIED, [])
    assert world.members()["1007"]["grade"] == "10"
