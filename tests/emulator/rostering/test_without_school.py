"""People of whom a package of several schools doesn't say at which of them they are."""

from __future__ import annotations

import pytest

from shared.rostering.runs import Outcome
from tests.support.oneroster import OTHER, SCHOOL, held, package, person
from tests.support.world import World

NAME = "oneroster_export.zip"
Row = dict[str, str]


@pytest.fixture(autouse=True)
def of_a_district(world: World) -> None:
    world.set_up(school_sourced_id=SCHOOL)


def district(**orgs: str) -> list[Row]:
    """Twenty students of the school and one of another; some of them elsewhere, or nowhere."""
    users = [person(f"S{n}") for n in range(20)] + [person("X1", orgSourcedIds=OTHER)]
    return [
        each | {"orgSourcedIds": orgs.get(each["sourcedId"], each["orgSourcedIds"])}
        for each in users
    ]


def codes(run_fields: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(each["code"], each["severity"]) for each in run_fields["problems"]]


def test_whoever_names_no_school_is_not_added(world: World) -> None:
    run = world.send(NAME, package([*district(), person("N1", orgSourcedIds="")]))
    assert run.outcome is Outcome.APPLIED
    assert world.members().keys() == {f"S{n}" for n in range(20)}
    assert codes(dict(run.fields)) == [("SCHOOL_MISSING", "warning")]


def test_whoever_names_none_any_more_stays_as_they_are(world: World) -> None:
    world.send(NAME, package(district()))
    users = district(S3="", S4=OTHER)
    users[3]["familyName"] = "Married"
    run = world.send(NAME, package(users))
    assert run.fields["counts"]["missing"] == {"student": 1}
    world.archive_phase()
    assert world.archived() == ["S4"]
    assert world.members()["S3"]["lastName"] == "FamilyS3"
    # Once the school is told again, so is what has changed.
    users[3]["orgSourcedIds"] = SCHOOL
    world.send(NAME, package(users))
    assert world.members()["S3"]["lastName"] == "Married"


def test_whose_only_role_is_gone_has_left(world: World) -> None:
    users = district()
    roles = [held(each["sourcedId"], "student", each["orgSourcedIds"]) for each in users]
    world.send(NAME, package(users, roles))
    roles[3]["status"] = "tobedeleted"
    run = world.send(NAME, package(users, roles))
    assert run.fields["problems"] == []
    world.archive_phase()
    assert world.archived() == ["S3"]


def test_in_a_package_of_one_school_nobody_has_to_name_it(world: World) -> None:
    users = [each for each in district() if each["orgSourcedIds"] == SCHOOL]
    run = world.send(NAME, package([*users, person("N1", orgSourcedIds="")]))
    assert "N1" in world.members()
    assert run.fields["problems"] == []
