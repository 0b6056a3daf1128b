"""What tests of accounts ask for, and whom they need for it."""

from __future__ import annotations

import secrets
from typing import Any

from shared import bootstrap
from shared.identity.opening import Invited
from tests.support.sign_in_site import DOMAIN, Came, SignInSite

OFF_THE_ROSTER = "NOT_ON_THE_ROSTER"
DOOR = "identity_api"
GOOGLE = {"provider": "google.com"}


def path_of(school: str, came: Came, verb: str = "") -> str:
    """The account of somebody who came, as a school has it, with what is done to it."""
    return f"/v1/schools/{school}/accounts/{came.uid}{verb}"


def stranger(site: SignInSite) -> str:
    """The address of somebody of the district whom no school has, who has tried to come."""
    email = f"new-{secrets.token_hex(4)}@{DOMAIN}"
    assert OFF_THE_ROSTER in site.google(email).refusal
    return email


def entries(site: SignInSite, verb: str, school: str) -> list[dict[str, Any]]:
    """The entries of a verb at a school."""
    found = site.documents.where("audit", "verb", verb)
    return [each.fields for each in found if each.fields["school"] == school]


def district_manager(site: SignInSite) -> Came:
    """A District Manager who was invited and came."""
    email = f"dm-{secrets.token_hex(4)}@elsewhere.example"
    invited = Invited(email, person=secrets.token_hex(6), district=True)
    account = bootstrap.account_opener().open(invited, "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    return site.password(email, "correct horse battery")
