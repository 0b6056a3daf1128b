"""Whom the demo's simulated sign-in lists."""

from __future__ import annotations

from infra.local.checks.compare import Stored
from infra.local.demo_accounts import demo_accounts

NAMES = {"a": "Alder High", "b": "Birch Elementary"}


def member(role: str, email: str | None) -> dict[str, object]:
    first = (email or "no").partition("@")[0].title()
    return {"role": role, "email": email, "firstName": first, "lastName": "Rivera"}


STORED = {
    "b": Stored({"1": member("TEACHER", "cy@example.org")}, {}),
    "a": Stored(
        {
            "3": member("TEACHER", "ann@example.org"),
            "1": member("TEACHER", None),
            "2": member("STUDENT", "bo@students.example.org"),
            "4": member("PARENT", "di@family.example.org"),
        },
        {},
    ),
}


def test_the_first_of_each_role_who_has_an_address_is_listed_at_their_domain() -> None:
    teacher, student = demo_accounts(STORED, NAMES)[:2]
    assert (teacher.email, teacher.name) == ("ann@example.org", "Ann Rivera")
    assert (teacher.hosted_domain, teacher.note) == ("example.org", "Teacher of Alder High")
    assert (student.email, student.hosted_domain) == (
        "bo@students.example.org",
        "students.example.org",
    )


def test_those_who_should_be_kept_out_are_listed_too() -> None:
    others = demo_accounts(STORED, NAMES)[2:]
    assert [(one.email, one.hosted_domain, one.email_verified) for one in others] == [
        ("stranger@gmail.example", "", True),
        ("ann@example-org.example", "example-org.example", True),
        ("ann@example.org", "", True),
        ("ann@example.org", "", False),
    ]


def test_every_account_has_an_id_of_its_own() -> None:
    subs = [one.sub for one in demo_accounts(STORED, NAMES)]
    assert len(set(subs)) == len(subs) == 6


def test_where_nobody_is_stored_the_stranger_is_listed_alone() -> None:
    assert [one.email for one in demo_accounts({}, NAMES)] == ["stranger@gmail.example"]
