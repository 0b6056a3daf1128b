"""Classes of OneRoster packages on the road to terms and sections, night after night."""

from __future__ import annotations

import pytest

from shared.rostering.connections import Switches
from shared.rostering.runs import Approval, Outcome
from tests.support.class_nights import counts_of, pupils_of, sections, send, terms, who
from tests.support.counting import counted
from tests.support.oneroster_classes import (
    enrolled,
    school_of_classes,
)
from tests.support.world import World


@pytest.fixture(autouse=True)
def rostered(world: World) -> None:
    world.set_up(roster_sections=True)


def test_the_first_package_says_what_it_would_do_and_its_approval_does_it(world: World) -> None:
    world.set_up(verified=False, roster_sections=True)
    dry = send(world, school_of_classes())
    assert (dry.outcome, dry.approval) == (Outcome.DRY_RUN, Approval.PENDING)
    planned = dry.fields["counts"]["planned"]["added"]
    assert planned == {
        "student": 20,
        "teacher": 3,
        "admin": 1,
        "term": 1,
        "section": 2,
        "enrollment": 22,
    }
    assert (sections(world), terms(world)) == ({}, {})
    mail = world.mail.mails[-1].letter.text
    assert "Classes\n  Added: 2" in mail
    assert "Places in classes\n  Added: 22" in mail
    world.approve(dry)
    world.drain()
    assert len(world.members()) == 24
    made = sections(world)
    assert made.keys() == {"Class C0", "Class C1"}
    first = made["Class C0"]
    assert set(first["memberIds"]) == {who(n) for n in range(10)}
    assert first["teacherIds"] == [who(0, "employees")]
    assert (first["courseTitle"], first["sectionCode"]) == ("Course alg", "C0-1")
    assert first["periods"] == [{"code": "1", "days": ""}]
    assert first["room"] == "Room 12"
    year = terms(world)
    assert year.keys() == {"Term-Year"}
    assert year["Term-Year"]["endDay"] == "2027-06-05"
    again = send(world, school_of_classes())
    assert again.outcome is Outcome.UNCHANGED


def test_an_unchanged_night_reads_and_writes_nobody_and_no_class(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    package = school_of_classes()
    package.enrollments.reverse()
    package.classes.reverse()
    package.users.reverse()
    world.pass_time(days=1)
    with counted(world) as counts:
        again = send(world, package)
    assert again.outcome is Outcome.UNCHANGED
    assert sections(world) == before
    for collection in ("members", "lists", "terms"):
        assert (counts.reads[collection], counts.writes[collection]) == (0, 0)
    assert counts.reads["rosterClasses"] == 1
    assert counts.writes["rosterClasses"] == 0


def test_a_night_of_joins_moves_leavers_and_a_new_teacher(world: World) -> None:
    send(world, school_of_classes())
    created = sections(world)["Class C1"]["createTime"]
    package = school_of_classes([*range(19), 30])
    package.enrollments = [
        each
        for each in package.enrollments
        if each["sourcedId"] not in ("C0-S3", "C0-S4", "C1-S30", "C1-T1")
    ]
    package.enrollments += [
        enrolled("C1", "S3"),
        enrolled("C1", "S30"),
        enrolled("C1", "T2", "teacher"),
    ]
    world.pass_time(days=1)
    run = send(world, package)
    assert run.outcome is Outcome.APPLIED
    assert counts_of(run, "updated") == {"section": 2}
    assert counts_of(run, "added") == {"enrollment": 3}
    assert counts_of(run, "removed") == {"enrollment": 4}
    assert pupils_of(world, "Class C0") == {who(n) for n in (0, 1, 2, 5, 6, 7, 8, 9)}
    second = sections(world)["Class C1"]
    # S19 has left the school: the class lets them go at once, the school at night.
    assert set(second["memberIds"]) == {who(n) for n in (*range(10, 19), 3, 30)}
    assert second["teacherIds"] == [who(2, "employees")]
    assert second["createTime"] == created
    assert second["updateTime"] > created


def test_a_class_that_moves_to_another_room_is_in_that_one(world: World) -> None:
    send(world, school_of_classes())
    package = school_of_classes()
    package.classes[0]["location"] = "  Gym\u200b "
    world.pass_time(days=1)
    run = send(world, package)
    assert counts_of(run, "updated") == {"section": 1}
    assert {name: each["room"] for name, each in sections(world).items()} == {
        "Class C0": "Gym",
        "Class C1": "Room 12",
    }


def test_a_night_reads_only_the_classes_that_change(world: World) -> None:
    send(world, school_of_classes(range(100)))
    package = school_of_classes(range(100))
    package.enrollments = package.enrollments[1:]
    with counted(world) as counts:
        send(world, package)
    assert (counts.reads["lists"], counts.writes["lists"]) == (1, 1)
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)


def test_a_class_that_is_gone_is_deleted_and_nobody_with_it(world: World) -> None:
    send(world, school_of_classes())
    package = school_of_classes()
    package.classes = package.classes[:1]
    package.enrollments = [each for each in package.enrollments if each["classSourcedId"] == "C0"]
    # Eleven of 22 enrollments are gone: not more than half.
    run = send(world, package)
    assert counts_of(run, "removed") == {"section": 1, "enrollment": 11}
    assert sections(world).keys() == {"Class C0"}
    assert len(world.members()) == 24
    assert world.archived() == []


def test_who_comes_and_leaves_is_on_record_as_with_other_lists(world: World) -> None:
    send(world, school_of_classes())
    package = school_of_classes()
    package.enrollments = [
        *(each for each in package.enrollments if each["sourcedId"] != "C0-S1"),
        enrolled("C0", "S15"),
    ]
    send(world, package)
    section = sections(world)["Class C0"]["id"]
    told = [
        subject
        for entry in world.documents.all("audit")
        for subject in entry.fields["subjects"]
        if subject.get("list") == section and subject["verb"] == "UPDATE"
    ]
    change = {"added": [who(15)], "removed": [who(1)]}
    assert told == [{"list": section, "verb": "UPDATE", **change}]


def test_half_of_the_enrollments_gone_waits_and_harms_nobody(world: World) -> None:
    send(world, school_of_classes(range(40)))
    before = sections(world)
    package = school_of_classes(range(40))
    package.users[0]["familyName"] = "Married"
    package.enrollments = package.enrollments[:20]
    run = send(world, package)
    assert run.outcome is Outcome.HELD
    assert run.approval is Approval.PENDING
    assert [(h["code"], h["count"], h["of"]) for h in run.fields["holds"]] == [
        ("SECTIONS_SHRINK", 20, 44)
    ]
    assert sections(world) == before
    assert world.members()["S0"]["lastName"] == "Married"
    # The next good package is measured by what was applied, and takes the waiting one's place.
    assert send(world, school_of_classes(range(40))).outcome is Outcome.APPLIED
    assert world.run(run.run).approval is Approval.SUPERSEDED
    assert sections(world) == before


def test_a_person_may_approve_that_most_classes_go(world: World) -> None:
    send(world, school_of_classes(range(40)))
    package = school_of_classes(range(40))
    package.classes = package.classes[:1]
    package.enrollments = [each for each in package.enrollments if each["classSourcedId"] == "C0"]
    held = send(world, package)
    assert [hold["code"] for hold in held.fields["holds"]] == ["SECTIONS_SHRINK"]
    world.approve(held)
    world.drain()
    assert world.run(held.run).approval is Approval.APPROVED
    assert sections(world).keys() == {"Class C0"}
    assert send(world, package).outcome is Outcome.UNCHANGED


def test_what_was_approved_too_late_changes_no_class(world: World) -> None:
    send(world, school_of_classes(range(40)))
    fewer = school_of_classes(range(40))
    fewer.enrollments = fewer.enrollments[:10]
    held = send(world, fewer)
    approval = world.approve(held)
    waiting = dict(world.tasks.waiting)
    world.tasks.waiting.clear()
    newer = school_of_classes(range(40))
    newer.classes[0]["title"] = "Renamed"
    send(world, newer)
    world.tasks.waiting.update(waiting)
    world.drain()
    assert world.run(approval).outcome is Outcome.STALE
    assert len(pupils_of(world, "Renamed")) == 10


def test_nothing_is_rostered_of_classes_where_that_is_off(world: World) -> None:
    world.set_up(roster_sections=False)
    with counted(world) as counts:
        run = send(world, school_of_classes())
    assert run.outcome is Outcome.APPLIED
    assert (sections(world), terms(world)) == ({}, {})
    assert counts.reads["rosterClasses"] == 0
    assert run.fields["problems"] == []


def test_a_package_whose_people_are_not_believed_changes_no_class(world: World) -> None:
    send(world, school_of_classes(range(40)))
    before = sections(world)
    few = school_of_classes(range(15))
    assert send(world, few).outcome is Outcome.REJECTED
    assert sections(world) == before
    other = school_of_classes(range(40))
    for n, user in enumerate(other.users):
        user["givenName"] = f"Other{n}"
    other.enrollments = other.enrollments[5:]
    held = send(world, other)
    assert held.fields["holds"][0]["code"] == "UPDATE_SHARE"
    assert sections(world) == before
    world.approve(held)
    world.drain()
    assert len(pupils_of(world, "Class C0")) == 5


def test_who_may_be_here_under_another_id_stays_in_class_meanwhile(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    package = school_of_classes()
    for row in package.users:
        if row["sourcedId"] == "S3":
            row["sourcedId"] = "N3"
    for row in package.enrollments:
        if row["userSourcedId"] == "S3":
            row["userSourcedId"] = "N3"
    run = send(world, package)
    assert run.approval is Approval.PENDING
    assert sections(world) == before
    world.approve(run)
    world.drain()
    send(world, package)
    assert pupils_of(world, "Class C0") == {who(n) for n in range(10)}


def test_switches_for_people_are_not_those_for_classes(world: World) -> None:
    world.set_up(roster_sections=True, switches=Switches())
    send(world, school_of_classes())
    assert world.members() == {}
    assert len(pupils_of(world, "Class C0")) == 10


def test_classes_that_wait_night_after_night_never_stop_the_feed(world: World) -> None:
    send(world, school_of_classes(range(40)))
    for night in range(6):
        package = school_of_classes(range(41 + night))
        package.enrollments = package.enrollments[:10]
        run = send(world, package)
        assert [hold["code"] for hold in run.fields["holds"]] == ["SECTIONS_SHRINK"]
    assert "S45" in world.members()
    assert world.rostering.store.feed(world.school, world.connection).stopped is None
