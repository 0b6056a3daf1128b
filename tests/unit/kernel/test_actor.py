"""Who calls: what a token says, and what follows from the memberships of an account."""

from __future__ import annotations

from shared.kernel.actor import Actor, Bearer, Membership, bearer_of
from shared.kernel.roles import Role


def test_a_token_says_who_somebody_is_and_nothing_of_what_they_may_do() -> None:
    claims = {"sub": "u1", "email": "a@x.org", "s": "s1", "m": {"a": {"r": "OWNER", "p": "p"}}}
    assert bearer_of(claims) == Bearer("u1", "a@x.org", "s1")


def test_a_session_that_is_no_text_is_none() -> None:
    for session in (None, 7, ["s1"], {"s1": 1}):
        assert not bearer_of({"sub": "u1", "s": session}).session
    assert not bearer_of({"sub": "u1"}).session


def test_a_person_of_two_schools() -> None:
    held = {"lincoln": Membership(Role.MANAGER, "p1"), "adams": Membership(Role.TEACHER, "p1")}
    actor = Actor("u1", "a@x.org", held)
    assert actor.role_at("lincoln") is Role.MANAGER
    assert actor.role_at("adams") is Role.TEACHER
    assert actor.role_at("other") is None
    assert (actor.id, actor.is_district_manager) == ("person:p1", False)


def test_a_district_manager_belongs_to_every_school() -> None:
    actor = Actor("u1", "", {}, district="p9")
    assert actor.belongs_to("any")
    assert actor.role_at("any") is Role.DISTRICT_MANAGER
    assert (actor.id, actor.person_at("any")) == ("person:p9", "p9")
