"""Whom the simulated Google offers in the demo: people of the roster, and some who are nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.district.profile import STAFF_DOMAIN, STUDENT_DOMAIN
from infra.local.google.accounts import GoogleAccount
from shared.kernel.roles import Role

OFFICE_DOMAIN = "demo.example"
"""Of the demo's people whom no roster brings in, such as its owner."""
ORGANIZATIONS = (STAFF_DOMAIN, STUDENT_DOMAIN, OFFICE_DOMAIN)
LOOK_ALIKE = f"{STAFF_DOMAIN}.evil.example"


def demo_accounts(members: Mapping[str, Mapping[str, Any]]) -> Iterator[GoogleAccount]:
    """The first person of each role that has an address at Google, then those who are nobody.

    Args:
        members: of a school, by person id.
    """
    for role in Role:
        people = [fields for _, fields in sorted(members.items()) if _comes(fields, role)]
        for fields in people[:1]:
            name = f"{fields['firstName']} {fields['lastName']}"
            domain = str(fields["email"]).rpartition("@")[2]
            yield GoogleAccount(str(fields["email"]), name, domain, note=role.value)
    yield from STRANGERS


def _comes(fields: Mapping[str, Any], role: Role) -> bool:
    domain = str(fields.get("email", "")).rpartition("@")[2]
    return fields["role"] == role and fields["state"] == "ACTIVE" and domain in ORGANIZATIONS


STRANGERS = (
    GoogleAccount("stranger@gmail.example", "Sam Stranger", note="An account of nobody's"),
    GoogleAccount(
        f"principal@{LOOK_ALIKE}", "Lou Look-Alike", LOOK_ALIKE, note="Another organization"
    ),
    GoogleAccount(
        f"unverified@{STAFF_DOMAIN}",
        "Una Verified",
        STAFF_DOMAIN,
        verified=False,
        note="Unverified",
    ),
    GoogleAccount(f"newcomer@{STAFF_DOMAIN}", "Nell Newcomer", STAFF_DOMAIN, note="On no roster"),
)
