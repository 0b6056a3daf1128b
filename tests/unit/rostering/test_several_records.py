"""Somebody who has a record, and an id, for each of their schools is one person at each of them."""

from __future__ import annotations

import io

import pytest

from shared.rostering.model import RosterRow
from shared.rostering.reading import Reading, ReadOptions, read_roster
from tests.support.oneroster import OTHER, SCHOOL, held, package, person

PUPILS = [person(f"S{n}", identifier=f"70{n}") for n in range(4)]
KIM = {"givenName": "Kim", "familyName": "Ott", "identifier": "709", "email": "Kim@example.org"}


def at_both(sourced_id: str, **more: str) -> dict[str, str]:
    """One of Kim's records."""
    return person(sourced_id, **{"orgSourcedIds": f"{SCHOOL},{OTHER}", **KIM, **more})


def rows_of(data: bytes, school: str) -> tuple[Reading, list[RosterRow]]:
    reading = read_roster(
        io.BytesIO(data), "export.zip", ReadOptions("district", school_sourced_id=school)
    )
    return reading, [each.row for batch in reading.batches() for each in batch if each.row]


@pytest.mark.parametrize("school", [SCHOOL, OTHER])
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_first_record_is_taken_at_every_school_whatever_their_order(
    version: str, school: str
) -> None:
    users = [*PUPILS, at_both("b-at-grant"), at_both("A-at-lincoln"), at_both("c-at-home")]
    roles = [
        held(each["sourcedId"], each["role"], org)
        for each in users
        for org in each["orgSourcedIds"].split(",")
    ]
    for order in (users, users[::-1]):
        reading, rows = rows_of(package(order, roles if version == "1.2" else []), school)
        assert [row.sis_id for row in rows if row.first_name == "Kim"] == ["A-at-lincoln"]
        assert not reading.problems


def test_guardians_of_all_records_are_theirs() -> None:
    users = [
        *PUPILS,
        at_both("A9", agentSourcedIds="G1"),
        at_both("B9", agentSourcedIds="g2"),
        person("G1", "parent"),
        person("G2", "parent"),
        person("G3", "parent", agentSourcedIds="B9"),
        person("G4", "parent", agentSourcedIds="A9"),
    ]
    _, rows = rows_of(package(users), SCHOOL)
    kim = next(row for row in rows if row.first_name == "Kim")
    assert {each.email for each in kim.guardians} == {f"g{n}@example.org" for n in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    "other",
    [
        {"identifier": "710"},
        {"givenName": "Jo"},
        {"familyName": "Ash"},
        {"email": "jo@example.org"},
        {"orgSourcedIds": SCHOOL},
        {"role": "aide", "grades": ""},
    ],
)
def test_records_that_differ_are_of_two_people(other: dict[str, str]) -> None:
    _, rows = rows_of(package([*PUPILS, at_both("A9"), at_both("B9", **other)]), SCHOOL)
    assert {row.sis_id for row in rows} >= {"A9", "B9"}


def test_records_without_a_number_of_the_person_are_of_two_people() -> None:
    users = [*PUPILS, at_both("A9", identifier=""), at_both("B9", identifier="")]
    _, rows = rows_of(package(users), SCHOOL)
    assert {row.sis_id for row in rows} >= {"A9", "B9"}
