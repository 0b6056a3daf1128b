"""The demo's simulated Google accounts: members of the district, and some that look like them.

Pure: who is stored comes in, accounts come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from infra.local.checks.compare import Stored
from infra.local.google_accounts.accounts import GoogleAccount, sub_of
from shared.kernel.roles import Role

SHOWN = (Role.OWNER, Role.MANAGER, Role.TEACHER, Role.STAFF, Role.STUDENT)
STRANGER = GoogleAccount(
    sub=sub_of("stranger@gmail.example"),
    email="stranger@gmail.example",
    name="Sam Stranger",
    note="Nobody of the district",
)
LOOK_ALIKE = "example-org.example"
"""Another organization's domain, which one could take for that of the district's staff."""


def demo_accounts(
    stored: Mapping[str, Stored], display_names: Mapping[str, str]
) -> list[GoogleAccount]:
    """The first member of each role who has an address, and those who should be kept out.

    Args:
        stored: school → everybody who is stored there.
        display_names: school → its name, for the notes.
    """
    members = {role: found for role in SHOWN if (found := _first(role, stored, display_names))}
    teacher = members.get(Role.TEACHER)
    return [*members.values(), STRANGER, *(_look_alikes(teacher) if teacher else ())]


def _first(
    role: Role, stored: Mapping[str, Stored], display_names: Mapping[str, str]
) -> GoogleAccount | None:
    for school in sorted(stored):
        people = stored[school].members
        for person in sorted(people):
            fields = people[person]
            if fields["role"] == role.value and fields.get("email"):
                return _account(fields, f"{_word(role)} of {display_names[school]}")
    return None


def _account(fields: Mapping[str, Any], note: str) -> GoogleAccount:
    email = str(fields["email"])
    name = f"{fields['firstName']} {fields['lastName']}"
    return GoogleAccount(sub_of(email), email, name, email.rpartition("@")[2], note=note)


def _look_alikes(member: GoogleAccount) -> Iterator[GoogleAccount]:
    """Accounts that somebody else could make with a member's name or address."""
    local = member.email.rpartition("@")[0]
    other = f"{local}@{LOOK_ALIKE}"
    yield replace(
        member,
        sub=sub_of(other),
        email=other,
        hosted_domain=LOOK_ALIKE,
        note="The same name in another organization",
    )
    yield replace(
        member,
        sub=sub_of(f"personal {member.email}"),
        hosted_domain="",
        note="A personal account made with that address",
    )
    yield replace(
        member,
        sub=sub_of(f"unverified {member.email}"),
        hosted_domain="",
        email_verified=False,
        note="A personal account that says it has that address",
    )


def _word(role: Role) -> str:
    return role.value.replace("_", " ").capitalize()
