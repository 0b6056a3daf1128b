"""The comparison finds whatever is not as sent: any field, somebody missing, twice, or extra."""

from __future__ import annotations

import hashlib
from functools import cache
from random import Random
from typing import Any

import pytest

from infra.local.checks.compare import SENT_FIELDS, Stored, compare, counts
from infra.local.district import generate, truth

SEED = 11
TRUTH = truth(generate(SEED))


@cache
def stored_as_sent() -> dict[str, Stored]:
    """The documents of a district in which everything went well, made by hand from the truth."""
    return {school: _school(entry) for school, entry in TRUTH["schools"].items()}


def _id(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def pick(identities: list[str], field: str) -> str:
    return Random(f"{SEED} {field}").choice(identities)  # noqa: S311  # reproducible, not secret


def _school(entry: dict[str, Any]) -> Stored:
    members, guardians = {}, {}
    for one in entry["members"]:
        population = "s" if one["kind"] == "student" else "e"
        identity = _id(population, one["sisId"] or one["email"])
        members[identity] = {
            **{name: one[name] for name in SENT_FIELDS},
            "schemaVersion": 1,
            "personId": identity,
            "state": "ACTIVE",
            "guardianIds": sorted(_id("g", g["email"] or g["phone"]) for g in one["guardians"]),
        }
    for one in entry["guardians"]:
        identity = _id("g", one["email"] or one["phone"])
        guardians[identity] = {
            "schemaVersion": 1,
            "guardianId": identity,
            "email": one["email"],
            "phone": one["phone"],
            "studentIds": [_id("s", child) for child in one["students"]],
        }
    return Stored(members, guardians)


def test_nothing_differs_when_everything_is_as_sent() -> None:
    stored = stored_as_sent()
    assert compare(TRUTH, stored) == []
    assert counts(stored)["students"] == 3200
    employees = sum(
        one["kind"] != "student" for at in TRUTH["schools"].values() for one in at["members"]
    )
    assert counts(stored)["staff"] == employees - 4


@pytest.mark.parametrize(
    "field", [*SENT_FIELDS, "state", "personId", "guardianIds", "schemaVersion"]
)
def test_one_altered_field_of_one_member_is_found(field: str) -> None:
    stored = stored_as_sent()
    members = stored["lincoln-high"].members
    with_guardians = sorted(one for one, fields in members.items() if fields["guardianIds"])
    identity = pick(with_guardians, field)
    fields: dict[str, Any] = dict(members[identity])
    fields[field] = [] if field == "guardianIds" else f"{fields[field]}x"
    changed = Stored({**members, identity: fields}, stored["lincoln-high"].guardians)
    found = compare(TRUTH, {**stored, "lincoln-high": changed})
    assert found, f"an altered {field} was not found"
    who = members[identity]["sisId"]
    if field not in {"kind", "sisId"}:
        name = "guardians" if field == "guardianIds" else field
        assert [(one.who, one.field) for one in found] == [(who, name)]


@pytest.mark.parametrize("field", ["email", "phone", "studentIds", "guardianId"])
def test_one_altered_field_of_one_guardian_is_found(field: str) -> None:
    stored = stored_as_sent()
    guardians = stored["roosevelt-middle"].guardians
    identity = pick(sorted(guardians), field)
    fields = dict(guardians[identity])
    fields[field] = [] if field == "studentIds" else f"{fields[field]}x"
    changed = Stored(stored["roosevelt-middle"].members, {**guardians, identity: fields})
    assert compare(TRUTH, {**stored, "roosevelt-middle": changed})


def test_a_missing_a_second_and_an_uninvited_member_are_found() -> None:
    stored = stored_as_sent()
    has = stored["maple-grove-elementary"]
    identity, fields = next(iter(has.members.items()))

    def differences(members: dict[str, Any]) -> set[str]:
        changed = {**stored, "maple-grove-elementary": Stored(members, has.guardians)}
        return {one.field for one in compare(TRUTH, changed) if one.collection == "members"}

    rest = {key: value for key, value in has.members.items() if key != identity}
    assert differences(rest) == {"missing"}
    copy = {**fields, "personId": "another"}
    assert "twice" in differences({**has.members, "another": copy})
    stranger = {**copy, "sisId": "999999", "guardianIds": []}
    assert "unexpected" in differences({**has.members, "another": stranger})


def test_a_field_that_nobody_asked_for_is_found() -> None:
    stored = stored_as_sent()
    has = stored["lincoln-high"]
    identity, fields = next(iter(has.members.items()))
    changed = Stored({**has.members, identity: {**fields, "birthdate": "x"}}, has.guardians)
    assert [one.field for one in compare(TRUTH, {**stored, "lincoln-high": changed})] == [
        "birthdate"
    ]


def test_an_empty_database_differs_in_everything() -> None:
    expected = sum(len(at["members"]) + len(at["guardians"]) for at in TRUTH["schools"].values())
    assert len(compare(TRUTH, {})) == expected
