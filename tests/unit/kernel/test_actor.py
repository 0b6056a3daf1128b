"""Who calls, read from the claims of a token."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.actor import Module, actor_from
from shared.kernel.errors import Unauthenticated
from shared.kernel.roles import Role

CLAIMS: dict[str, Any] = {"sub": "u1", "email": "a@x.org", "auth_time": 1_700_000_000}


def test_a_person_of_two_schools() -> None:
    actor = actor_from(
        {
            **CLAIMS,
            "m": {
                "lincoln": {"r": "MANAGER", "p": "p1", "g": ["09"], "x": ["PASSES"]},
                "adams": {"r": "TEACHER", "p": "p1"},
            },
            "v": 3,
        }
    )
    assert actor.role_at("lincoln") is Role.MANAGER
    assert actor.memberships["lincoln"].grades == {"09"}
    assert actor.memberships["lincoln"].modules == {Module.PASSES}
    assert actor.role_at("adams") is Role.TEACHER
    assert actor.role_at("other") is None
    assert (actor.id, actor.version, actor.is_district_manager) == ("person:p1", 3, False)


def test_a_district_manager_belongs_to_every_school() -> None:
    actor = actor_from({**CLAIMS, "d": {"p": "p9"}})
    assert actor.belongs_to("any")
    assert actor.role_at("any") is Role.DISTRICT_MANAGER
    assert (actor.id, actor.person_at("any")) == ("person:p9", "p9")


@pytest.mark.parametrize(
    "changes",
    [
        {"m": {"lincoln": {"r": "KING", "p": "p1"}}},
        {"m": {"lincoln": {"r": "OWNER"}}},
        {"m": {"lincoln": {"r": "DISTRICT_MANAGER", "p": "p1"}}},
        {"m": {"lincoln": {"r": "OWNER", "p": "p1", "x": ["EVERYTHING"]}}},
        {"m": ["lincoln"]},
        {"m": {"lincoln": "OWNER"}},
        {"d": {}},
        {"d": "p1"},
        {"auth_time": "yesterday"},
        {"v": "new"},
    ],
)
def test_claims_that_are_not_ours_let_nobody_in(changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated) as refused:
        actor_from({**CLAIMS, **changes})
    assert refused.value.reason == "CLAIMS_MALFORMED"
