"""OneRoster packages on the road from a file to people, night after night."""

from __future__ import annotations

from collections.abc import Iterable

from shared.rostering.connections import Switches
from shared.rostering.runs import Approval, Outcome
from tests.support.counting import counted
from tests.support.oneroster import (
    OTHER,
    SCHOOL,
    files_of,
    manifest,
    package,
    person,
)
from tests.support.workbooks import package as zipped
from tests.support.world import World

NAME = "oneroster_export.zip"


def school(pupils: Iterable[int], teachers: Iterable[int] = range(3)) -> list[dict[str, str]]:
    """Students, of whom two share a parent each, their teachers, and an administrator."""
    numbers = list(pupils)
    users = [person(f"S{n}", agentSourcedIds=f"G{n // 2}", identifier=f"7{n}") for n in numbers]
    users += [person(f"G{n}", "parent") for n in sorted({n // 2 for n in numbers})]
    users += [person(f"T{n}", "teacher") for n in teachers]
    return [*users, person("A1", "administrator")]


def test_the_first_package_is_a_dry_run_and_its_approval_adds_all_kinds(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(NAME, package(school(range(20))))
    assert (dry.outcome, dry.approval) == (Outcome.DRY_RUN, Approval.PENDING)
    planned = dry.fields["counts"]["planned"]["added"]
    assert planned == {"student": 20, "teacher": 3, "admin": 1}
    assert world.members() == {}
    world.approve(dry)
    world.drain()
    people = world.members()
    assert len(people) == 24
    pupil = people["S7"]
    assert (pupil["idField1"], pupil["grade"], pupil["kind"]) == ("77", "09", "student")
    assert len(pupil["guardianIds"]) == 1
    assert pupil["guardianIds"] == people["S6"]["guardianIds"]
    assert len(world.guardians()) == 10


def test_a_pull_that_ended_early_takes_no_guardians_away(world: World) -> None:
    world.set_up()
    world.send(NAME, package(school(range(20))))
    before = {who: member["guardianIds"] for who, member in world.members().items()}
    came = [user for user in school(range(20)) if user["sourcedId"] not in {"G3", "G4"}]
    files = files_of(came)
    files["manifest.csv"] = manifest("1.2", users="part", orgs="bulk")
    world.send(NAME, zipped(files))
    assert {who: member["guardianIds"] for who, member in world.members().items()} == before


def test_the_same_people_again_write_nobody(world: World) -> None:
    world.send(NAME, package(school(range(20))))
    before = world.members()
    with counted(world) as counts:
        again = world.send(NAME, package(list(reversed(school(range(20))))))
    assert again.outcome is Outcome.UNCHANGED
    assert world.members() == before
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)


def test_a_night_of_joins_changes_and_leavers(world: World) -> None:
    world.send(NAME, package(school(range(40))))
    users = school([*range(38), 50], teachers=[0, 1, 9])
    users[3]["familyName"] = "Married"
    run = world.send(NAME, package(users))
    assert run.outcome is Outcome.APPLIED
    assert run.fields["counts"]["missing"] == {"student": 2, "teacher": 1}
    assert world.members()["S3"]["lastName"] == "Married"
    assert {"S50", "T9"} <= world.members().keys()
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["S38", "S39", "T2"]


def test_half_a_school_harms_nobody(world: World) -> None:
    world.send(NAME, package(school(range(40))))
    run = world.send(NAME, package(school(range(15))))
    assert run.outcome is Outcome.REJECTED
    assert [hold["code"] for hold in run.fields["holds"]] == ["SHRINK"]
    world.archive_phase()
    assert world.archived() == []


def test_a_delta_that_says_bulk_harms_nobody(world: World) -> None:
    world.send(NAME, package(school(range(40))))
    changed = [person("S1", grades="10"), person("S2", status="tobedeleted")]
    run = world.send(NAME, package(changed))
    assert run.outcome is Outcome.REJECTED
    world.archive_phase()
    assert world.archived() == []
    assert world.members()["S1"]["grade"] == "09"


def test_a_package_without_a_manifest_archives_nobody(world: World) -> None:
    world.send(NAME, package(school(range(40))))
    files = files_of(school(range(39)))
    del files["manifest.csv"]
    run = world.send(NAME, zipped(files))
    assert run.fields["counts"].get("missing", {}) == {}
    world.archive_phase()
    assert world.archived() == []


def test_a_package_that_loses_its_guardians_takes_none_away(world: World) -> None:
    world.send(NAME, package(school(range(10))))
    users = [each for each in school(range(10)) if each["role"] != "parent"]
    world.send(NAME, package(users))
    assert all(world.members()[f"S{n}"]["guardianIds"] for n in range(10))


def test_a_refused_package_says_why_in_its_mail(world: World) -> None:
    files = files_of(school(range(5)))
    files["manifest.csv"] = manifest(users="delta")
    run = world.send(NAME, zipped(files))
    assert run.outcome is Outcome.REJECTED
    assert [problem["code"] for problem in run.fields["problems"]] == ["PACKAGE_DELTA"]
    assert "bulk" in world.mail.mails[-1].letter.text


def test_a_districts_package_brings_the_people_of_the_school_that_is_named(world: World) -> None:
    users = [*school(range(10)), person("S90", orgSourcedIds=OTHER)]
    refused = world.send(NAME, package(users))
    assert [problem["code"] for problem in refused.fields["problems"]] == ["SCHOOL_AMBIGUOUS"]
    assert world.members() == {}
    world.set_up(school_sourced_id=SCHOOL)
    run = world.send(NAME, package(users))
    assert run.outcome is Outcome.APPLIED
    assert len(world.members()) == 14
    assert "S90" not in world.members()


def test_switches_hold_for_each_kind_of_a_package(world: World) -> None:
    world.set_up(switches=Switches(add=True))
    world.send(NAME, package(school(range(20))))
    users = school(range(20))
    users[0]["familyName"] = "Changed"
    world.send(NAME, package(users))
    assert world.members()["S0"]["lastName"] == "FamilyS0"
