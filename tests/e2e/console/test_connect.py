"""A system is connected in the console: over the network, by files, and from files to the network.

The numbers come from the simulated system's own records, the people from the database.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.loopback import PLAINLY
from infra.local.pulled_school import SchoolSystem
from infra.local.sis.records import User
from tests.support.console import Console
from tests.support.tree import ROOT

SEED = 2026
PEOPLE = 400
NEW = "birch-middle"
ITS_ORG = ("school-roosevelt-middle", "Roosevelt Middle School")
MOVING = "cedar-elementary"
THEIR_ORG = ("school-maple-grove-elementary", "Maple Grove Elementary School")
LEFT = {"id": "004001", "first": "Left", "last": "Behind", "email": "", "grade": "03"}
"""Somebody whom only the files have."""


@dataclass(frozen=True)
class Site:
    """The console beside a system that answers."""

    console: Console
    system: SchoolSystem
    owners: dict[str, list[list[str]]]

    def walk(self, part: str, school: str, org: str, **told: Any) -> dict[str, Any]:
        """What a browser saw on one way through the wizard."""
        pictures = ROOT / "build" / "screenshots"
        pictures.mkdir(parents=True, exist_ok=True)
        server = self.system.server
        known = {
            "base": server.root_url,
            "token": server.token_url,
            "client": server.client_id,
            "secret": server.client_secret,
        }
        found: dict[str, Any] = json.loads(
            self.console.browse(
                "connect.mjs",
                part=part,
                school=school,
                org=org,
                owners=self.owners[school],
                system=known,
                pictures=str(pictures),
                **told,
            )
        )
        return found

    def users(self, org: str, role: str) -> list[User]:
        """People of a school of the system who have a role there."""
        held = [(user, each) for user in self.system.data.of(User) for each in user.held]
        return [user for user, each in held if each.org == org and each.role == role]

    def members(self, school: str) -> dict[str, dict[str, Any]]:
        """Everybody in the database who is of a roster, by person id."""
        env = self.console.env
        url = (
            f"http://{env['FIRESTORE_EMULATOR_HOST']}/v1/projects/{env['GOOGLE_CLOUD_PROJECT']}"
            f"/databases/(default)/documents/schools/{school}/members"
        )
        with httpx.Client(headers={"Authorization": "Bearer owner"}, **PLAINLY) as client:
            found = client.get(url, params={"pageSize": 1000}).json()["documents"]
        plain = {each["name"].rpartition("/")[2]: _plain(each["fields"]) for each in found}
        return {person: fields for person, fields in plain.items() if fields.get("source")}


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    told = {name: next(iter(value.values())) for name, value in fields.items()}
    source = told.get("source") or {}
    return {**told, "source": _plain(source["fields"]) if source else None}


@pytest.fixture(scope="module")
def site(console: Console) -> Iterator[Site]:
    """Two schools that nobody has connected, and a system of the district."""
    made = console.program(
        "-m", "tests.e2e.console.new_schools", console.places["auth"], NEW, MOVING
    )
    with SchoolSystem(console.stack, SEED, PEOPLE) as system:
        yield Site(console, system, json.loads(made))


@pytest.fixture(scope="module")
def network(site: Site) -> dict[str, Any]:
    """A school's first system, over the network."""
    return site.walk("network", NEW, ITS_ORG[1])


@pytest.fixture(scope="module")
def moved(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A school that sent files goes over to the system; what there was before, and after."""
    file = tmp_path_factory.mktemp("roster") / "students.csv"
    _write(file, site.users(THEIR_ORG[0], "student"))
    by_files = site.walk("files", MOVING, "", file=str(file))
    before = site.members(MOVING)
    taken = site.walk("takeover", MOVING, THEIR_ORG[1])
    return {"files": by_files, "before": before, "taken": taken, "after": site.members(MOVING)}


def _write(file: Path, students: list[User]) -> None:
    rows = [
        {
            "id": each.identifier,
            "first": each.given_name,
            "last": each.family_name,
            "email": each.email,
            "grade": each.grades[0],
        }
        for each in students
    ]
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["id", "first", "last", "email", "grade"])
        target.write("Student ID,First Name,Last Name,Email,Grade\n")
        writer.writerows([*rows, LEFT])


def count(shown: Any) -> int:
    """A number as the console writes it."""
    return int(str(shown).replace(",", ""))


def of_school(site: Site, org: str) -> dict[str, int]:
    """How many of each kind the system has, as the console's tables call them."""
    roles = {
        "Students": "student",
        "Teachers": "teacher",
        "Staff": "aide",
        "Administrators": "siteAdministrator",
    }
    return {name: len(site.users(org, role)) for name, role in roles.items()}


def test_each_step_is_whole_on_a_phone_and_for_axe(
    network: dict[str, Any], moved: dict[str, Any]
) -> None:
    for walked in (network, moved["files"], moved["taken"]):
        assert (walked["faults"], walked["violations"], walked["wide"]) == ([], {}, [])


def test_the_heading_of_a_step_has_the_focus(network: dict[str, Any]) -> None:
    assert network["focused"] == [
        "Address and key",
        "Which system does the school have?",
        "Address and key",
        "Test it, and choose the school",
        "What is synced",
        "Look at the plan, and turn it on",
    ]


def test_only_ways_that_work_are_offered(network: dict[str, Any], moved: dict[str, Any]) -> None:
    assert (network["clever"], network["cleverWords"]) == (1, 1)
    assert network["way"] is True
    assert moved["files"]["unknown"] == 1


def test_nobody_goes_on_to_a_test_without_a_key(network: dict[str, Any]) -> None:
    assert network["blocked"] is True


def test_how_a_system_is_asked_is_folded_away(network: dict[str, Any]) -> None:
    assert network["folded"] is True


def test_sync_now_leads_to_what_becomes_of_it(site: Site, network: dict[str, Any]) -> None:
    everybody = len(site.system.data.of(User))
    assert f"People\t{everybody}" in network["synced"]
    assert "Nobody was changed." in network["synced"]


def test_the_test_says_which_schools_there_are_and_how_many_people(
    site: Site, network: dict[str, Any]
) -> None:
    assert {each.partition(" (")[0] for each in network["schools"]} == {
        "Lincoln High School",
        "Roosevelt Middle School",
        "Maple Grove Elementary School",
    }
    assert count(network["collections"]["People"]) == len(site.system.data.of(User))


def test_only_adding_is_on_at_first(network: dict[str, Any]) -> None:
    assert network["switches"] == 4


def test_what_was_planned_is_there_after_the_approval(site: Site, network: dict[str, Any]) -> None:
    expected = {name: number for name, number in of_school(site, ITS_ORG[0]).items() if number}
    assert [count(each) for each in network["planned"]["Added"]] == list(expected.values())
    assert network["did"] == network["planned"]
    members = site.members(NEW)
    assert len(members) == sum(expected.values())
    assert {fields["state"] for fields in members.values()} == {"ACTIVE"}
    assert "every night from 1:00" in network["on"]


def test_a_school_that_changes_its_source_keeps_everybody(
    site: Site, moved: dict[str, Any]
) -> None:
    before, after = moved["before"], moved["after"]
    students = site.users(THEIR_ORG[0], "student")
    assert len(before) == len(students) + 1
    kept = {person: after[person] for person in before}
    assert {fields["state"] for fields in kept.values()} == {"ACTIVE"}
    # The new source has other ids; each of them is the same person's as before.
    numbers = {each.sourced_id: each.identifier for each in students}
    found = {
        person: numbers.get(fields["sisId"], fields["sisId"]) for person, fields in kept.items()
    }
    assert found == {person: fields["sisId"] for person, fields in before.items()}
    assert len([each for each in after.values() if each["kind"] == "student"]) == len(before)


def test_the_table_says_how_each_was_recognized_and_who_was_not(
    site: Site, moved: dict[str, Any]
) -> None:
    taken = moved["taken"]
    numbers = of_school(site, THEIR_ORG[0])
    employees = numbers["Teachers"] + numbers["Staff"] + numbers["Administrators"]
    found = {name: count(number) for name, number in taken["recognized"].items()}
    assert found == {"Same student number": numbers["Students"], "Not known before": employees}
    assert [each.split("\n")[0] for each in taken["unmatched"]] == ["Behind, Left"]
    assert taken["filter"] == "?by=NUMBER"


def test_an_approval_says_what_it_ends_and_two_people_give_it(moved: dict[str, Any]) -> None:
    taken = moved["taken"]
    assert "Approving ends JMC" in taken["question"]
    assert "Nobody is archived." in taken["question"]
    assert taken["ended"].startswith("JMC has ended")
