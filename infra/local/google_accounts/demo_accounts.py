"""Whom the simulated Google offers in the demo: people of the roster, and some who are nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.district.profile import STAFF_DOMAIN, STUDENT_DOMAIN
from infra.local.google_accounts.accounts import GoogleAccount, sub_of
from shared.kernel.roles import Role

OFFICE_DOMAIN = "demo.example"
"""Of the demo's people whom no roster brings in, such as its owner."""
ORGANIZATIONS = (STAFF_DOMAIN, STUDENT_DOMAIN, OFFICE_DOMAIN)
_LOOK_ALIKE = f"{STAFF_DOMAIN}.evil.example"


def demo_accounts(members: Mapping[str, Mapping[str, Any]]) -> Iterator[GoogleAccount]:
    """The first person of each role that has an address at Google, then those who are nobody.

    Args:
        members: of a school, by person id.
    """
    for role in Role:
        people = [fields for _, fields in sorted(members.items()) if _comes(fields, role)]
        for fields in people[:1]:
            name = f"{fields['firstName']} {fields['lastName']}"
            yield _account(str(fields["email"]), name, note=role.value)
    yield _account("stranger@gmail.example", "Sam Stranger", "A person's own account")
    yield _account(f"principal@{_LOOK_ALIKE}", "Lou Look-Alike", "Another organization")
    yield _account(f"newcomer@{STAFF_DOMAIN}", "Nell Newcomer", "On no roster")
    yield GoogleAccount(
        sub_of(f"unsure@{STAFF_DOMAIN}"),
        f"unsure@{STAFF_DOMAIN}",
        "Una Sure",
        STAFF_DOMAIN,
        email_verified=False,
        note="An address that nobody has verified",
    )


def _account(email: str, name: str, note: str) -> GoogleAccount:
    domain = email.rpartition("@")[2]
    hosted = "" if domain == "gmail.example" else domain
    return GoogleAccount(sub_of(email), email, name, hosted, note=note)


def _comes(fields: Mapping[str, Any], role: Role) -> bool:
    domain = str(fields.get("email", "")).rpartition("@")[2]
    return fields["role"] == role and fields["state"] == "ACTIVE" and domain in ORGANIZATIONS
