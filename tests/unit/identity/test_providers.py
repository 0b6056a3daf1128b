"""The files of the ways to sign in say what their description allows, each value of its type."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from pydantic import TypeAdapter

from shared.identity.model import People
from shared.identity.providers import Provider, providers


@pytest.mark.parametrize("name", providers())
def test_each_file_says_nothing_of_another_type(name: str) -> None:
    told = json.dumps(asdict(providers()[name]))
    assert TypeAdapter(Provider).validate_json(told, strict=True) == providers()[name]


def test_google_vouches_for_members_by_their_domain() -> None:
    google = providers()["google.com"]
    assert google.people is People.MEMBERS
    assert google.realm is not None
    assert (google.realm.claim, google.opened_by_invitation) == ("hd", False)
    assert google.email is not None
    assert google.email.verified == "email_verified"
