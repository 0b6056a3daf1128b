"""What a package may say of its classes, or leave out, and what must become of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.rostering.connections import SectionTerms
from shared.rostering.runs import Outcome
from tests.support.class_nights import NAME, counts_of, pupils_of, sections, send, terms, who
from tests.support.counting import counted
from tests.support.oneroster import OTHER, SCHOOL, person
from tests.support.oneroster_classes import (
    FALL,
    SPRING,
    YEAR,
    enrolled,
    school_class,
    school_of_classes,
    term,
)
from tests.support.workbooks import package as zipped
from tests.support.world import World


@pytest.fixture(autouse=True)
def rostered(world: World) -> None:
    world.set_up(roster_sections=True)


@pytest.mark.parametrize("name", ["classes.csv", "enrollments.csv", "academicSessions.csv"])
def test_a_file_that_is_not_there_says_nothing_of_classes(world: World, name: str) -> None:
    send(world, school_of_classes())
    before = (sections(world), terms(world))
    package = school_of_classes(range(21))
    package.without = {name}
    run = send(world, package)
    assert run.outcome is Outcome.APPLIED
    assert "S20" in world.members()
    assert (sections(world), terms(world)) == before
    problems = [(each["code"], each["severity"]) for each in run.fields["problems"]]
    assert problems == [("SECTIONS_UNREAD", "warning")]


def test_a_file_that_is_absent_says_nothing_of_classes(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    package = school_of_classes()
    package.enrollments = [enrolled("C0", "S1", status="tobedeleted")]
    package.modes = {"enrollments": "absent"}
    run = send(world, package)
    assert [each["code"] for each in run.fields["problems"]] == ["SECTIONS_UNREAD"]
    assert sections(world) == before


def test_changes_of_who_is_in_which_class_are_laid_over_what_was_there(world: World) -> None:
    send(world, school_of_classes())
    before = pupils_of(world, "Class C0")
    assert who(1) in before
    package = school_of_classes()
    package.enrollments = [enrolled("C0", "S1", status="tobedeleted")]
    package.modes = {"enrollments": "delta"}
    run = send(world, package)
    assert run.fields["problems"] == []
    assert pupils_of(world, "Class C0") == before - {who(1)}


def test_changes_of_classes_without_a_whole_package_before_them_say_nothing(world: World) -> None:
    package = school_of_classes()
    package.modes = {"enrollments": "delta"}
    run = send(world, package)
    assert [each["code"] for each in run.fields["problems"]] == ["SECTIONS_UNREAD"]
    assert "S1" in world.members()
    assert sections(world) == {}


def test_a_file_of_classes_that_is_damaged_harms_neither_people_nor_classes(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    for damaged in ('"', "C9,active\r\n"):
        files = school_of_classes(range(21)).files()
        files["enrollments.csv"] = str(files["enrollments.csv"]) + damaged
        run = world.send(NAME, zipped(files))
        assert [each["code"] for each in run.fields["problems"]] == ["SECTIONS_UNREAD"]
        assert sections(world) == before
    assert "S20" in world.members()


def test_orphans_and_unknown_words_are_told_and_take_nobody_away(world: World) -> None:
    package = school_of_classes()
    package.enrollments[0]["role"] = "pupil"
    package.enrollments += [
        enrolled("C0", "nobody"),
        enrolled("no-class", "S1"),
        enrolled("C0", "T1", "headmaster"),
        enrolled("C0", "T2", "proctor"),
        enrolled("C0", "S12", "teacher"),
    ]
    package.classes[0] |= {"classType": "seminar", "status": "enrolled?"}
    run = send(world, package)
    counts = run.fields["problemCounts"]
    assert counts == {"ENROLLMENT_ORPHAN": 1, "SECTION_WORD_UNKNOWN": 1}
    first = sections(world)["Class C0"]
    assert set(first["memberIds"]) == {who(n) for n in range(10)}
    # Nobody sees a class for a word that isn't known, and no pupil teaches one.
    assert first["teacherIds"] == [who(0, "employees")]
    assert first["sectionType"] == "SCHEDULED"


def test_ids_that_change_case_are_the_same_classes(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    package = school_of_classes()
    for row in (*package.classes, *package.enrollments, *package.terms, *package.courses):
        for name in row:
            if name.endswith(("SourcedId", "SourcedIds")) or name == "sourcedId":
                row[name] = row[name].upper()
    with counted(world) as counts:
        assert send(world, package).outcome is Outcome.UNCHANGED
    assert counts.writes["lists"] == 0
    assert sections(world) == before


def test_what_stands_twice_counts_once(world: World) -> None:
    package = school_of_classes()
    package.enrollments *= 2
    package.classes += [*package.classes, {**package.classes[0], "title": "Another name"}]
    run = send(world, package)
    assert counts_of(run, "added") == {"term": 1, "section": 2, "enrollment": 22}
    assert run.fields["problemCounts"] == {"SECTION_SKIPPED": 1}
    assert sections(world).keys() == {"Class C0", "Class C1"}


def test_a_districts_package_brings_the_classes_of_one_school(world: World) -> None:
    world.set_up(roster_sections=True, school_sourced_id=SCHOOL)
    package = school_of_classes()
    package.users.append(person("S90", orgSourcedIds=OTHER))
    package.classes += [
        school_class("X1", schoolSourcedId=OTHER),
        school_class("X2", schoolSourcedId=""),
    ]
    package.enrollments += [enrolled("X1", "S90"), enrolled("X2", "S1"), enrolled("C0", "S90")]
    run = send(world, package)
    assert sections(world).keys() == {"Class C0", "Class C1"}
    assert who(90) not in pupils_of(world, "Class C0")
    assert run.fields["problemCounts"] == {"SECTION_SKIPPED": 1, "ENROLLMENT_ORPHAN": 1}


def test_a_class_without_a_school_is_the_only_schools(world: World) -> None:
    package = school_of_classes()
    package.classes[1]["schoolSourcedId"] = ""
    send(world, package)
    assert sections(world).keys() == {"Class C0", "Class C1"}


def test_only_the_terms_and_grades_that_are_wanted_come(world: World) -> None:
    world.set_up(
        roster_sections=True,
        section_terms=SectionTerms.CURRENT,
        section_grades=frozenset({"09"}),
    )
    package = school_of_classes(range(10))
    package.classes += [
        school_class("F9", termSourcedIds=FALL, grades="9,10"),
        school_class("F12", termSourcedIds=FALL, grades="12"),
        school_class("F?", termSourcedIds=FALL, grades="red"),
        school_class("S9", termSourcedIds=SPRING, grades="09"),
    ]
    send(world, package)
    assert sections(world).keys() == {"Class C0", "Class F9", "Class F?"}
    assert terms(world).keys() == {"Term-Year", "Term-Fall"}
    # Between two terms the next one is meant.
    world.now = datetime(2027, 1, 17, 12, tzinfo=UTC)
    send(world, package)
    assert sections(world).keys() == {"Class C0", "Class S9"}
    assert terms(world).keys() == {"Term-Year", "Term-Spring"}


def test_an_enrollment_is_for_its_days(world: World) -> None:
    package = school_of_classes(range(6), teachers=[0])
    package.terms = [term(YEAR, "2026-08-17", "2027-06-05", "schoolYear")]
    days = [
        {"beginDate": "2026-08-17", "endDate": "2027-06-05"},
        {"beginDate": "2026-11-24", "endDate": ""},
        {"beginDate": "2026-08-17", "endDate": "2026-11-23"},
        {"beginDate": "2026-08-17", "endDate": "2026-11-24"},
        {"beginDate": "soon", "endDate": "later"},
    ]
    for row, own in zip(package.enrollments, days, strict=False):
        row.update(own)
    run = send(world, package)  # on the evening of November 23 in New York
    assert pupils_of(world, "Class C0") == {who(n) for n in (0, 3, 4, 5)}
    assert run.fields["problemCounts"] == {"SECTION_WORD_UNKNOWN": 1}
    world.pass_time(days=1)
    send(world, package)
    assert pupils_of(world, "Class C0") == {who(n) for n in (0, 1, 4, 5)}


def test_classes_stay_in_the_holidays_and_after_the_last_day(world: World) -> None:
    world.set_up(roster_sections=True, section_terms=SectionTerms.CURRENT)
    package = school_of_classes()
    for row in package.enrollments:
        row |= {"beginDate": "2026-08-17", "endDate": "2027-06-05"}
    send(world, package)
    before = sections(world)
    world.now = datetime(2027, 6, 20, 12, tzinfo=UTC)
    assert send(world, package).outcome is Outcome.UNCHANGED
    assert sections(world) == before


def test_people_are_found_whatever_is_taken_for_their_id(world: World) -> None:
    world.set_up(roster_sections=True, header_map={"sourcedId": "", "idField1": "id"})
    package = school_of_classes(range(5))
    for row in package.users:
        row["identifier"] = f"7{row['sourcedId']}"
    run = send(world, package)
    people = {each["personId"] for name, each in world.members().items() if name.startswith("7S")}
    assert len(people) == 5
    assert pupils_of(world, "Class C0") == people
    assert run.fields["problemCounts"] == {}


def test_a_class_list_reads_by_names(world: World) -> None:
    package = school_of_classes(range(4))
    for row, name in zip(package.users, ["Zoe", "ada", "Mia", "Ben"], strict=False):
        row |= {"familyName": name, "givenName": "X"}
    send(world, package)
    named = sections(world)["Class C0"]["memberIds"]
    assert named == [who(n) for n in (1, 3, 2, 0)]


def test_who_has_a_record_for_each_school_is_in_the_classes_that_name_any_of_them(
    world: World,
) -> None:
    world.set_up(roster_sections=True, school_sourced_id=SCHOOL)
    package = school_of_classes()
    both = {"orgSourcedIds": f"{SCHOOL},{OTHER}", "givenName": "Kim", "familyName": "Ott"}
    pupil = {**both, "identifier": "709", "email": "kim@example.org"}
    teacher = {**both, "identifier": "809", "email": "ott@example.org"}
    package.users += [person(each, **pupil) for each in ("S90", "S91")]
    package.users += [person(each, "teacher", **teacher) for each in ("T90", "T91")]
    package.enrollments += [enrolled("C0", "S91"), enrolled("C0", "T91", "teacher")]
    run = send(world, package)
    assert run.fields["problemCounts"] == {}
    assert {"S91", "T91"}.isdisjoint(world.members())
    first = sections(world)["Class C0"]
    assert who(90) in first["memberIds"]
    assert who(90, "employees") in first["teacherIds"]
