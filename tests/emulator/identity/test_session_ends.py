"""When a session is over by itself, and that a second person on a device replaces the first."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from shared import bootstrap
from shared.identity.session_store import SessionStore
from shared.kernel.actor import Actor
from shared.kernel.errors import Unauthenticated
from tests.support.browser_reads import RuledDatabase, rules_text
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, later

DOOR = "identity_api"
USE, TOUCH = "/v1/me:useDevice", "/v1/me:touch"
OVER = "SESSION_EXPIRED"


def device() -> str:
    return secrets.token_urlsafe(16)


def use(site: SignInSite, came: Came, name: str, *, shared: bool) -> dict[str, object]:
    body = {"device": name, "shared": shared}
    found: dict[str, object] = site.call(came, USE, DOOR, "POST", body)
    assert "error" not in found, found
    return found


def enter(site: SignInSite, school: str, role: str = "TEACHER") -> Came:
    person = site.member(school, role=role, kind="student" if role == "STUDENT" else "teacher")
    came = site.google(f"{person}@{DOMAIN}")
    assert came.refusal == ""
    return came


@pytest.mark.parametrize(
    ("role", "shared", "minutes"),
    [
        ("STUDENT", True, 15),
        ("STUDENT_LEADER", True, 15),
        ("TEACHER", True, 30),
        ("OWNER", True, 30),
        ("STUDENT", False, 12 * 60),
        ("TEACHER", False, 12 * 60),
    ],
)
def test_a_session_that_nobody_uses_is_over(
    site: SignInSite, school: str, role: str, *, shared: bool, minutes: int
) -> None:
    came = enter(site, school, role)
    told = use(site, came, device(), shared=shared)
    assert (told["idleLimit"], told["shared"]) == (minutes * 60, shared)
    # A minute is left to what was the last word of it, which is kept once a minute only.
    with later(minutes=minutes):
        assert site.reason(came, "/v1/me") == ""
    with later(minutes=minutes + 1, seconds=1):
        assert site.reason(came, "/v1/me") == OVER
        assert site.reason(came, f"/v1/schools/{school}") == OVER
        assert site.reason(came, TOUCH, DOOR, "POST") == OVER
        # It is no longer shown as one that is alive, and the next sign-in takes it away.
        again = site.google(f"{(site.account(came.uid) or {})['person']}@{DOMAIN}")
        listed = site.call(again, "/v1/me/sessions", DOOR)["sessions"]
        assert [each["current"] for each in listed] == [True]
    assert set((site.account(came.uid) or {})["sessions"]) == {again.claims["s"]}


def test_until_the_browser_says_otherwise_a_device_is_shared(site: SignInSite, school: str) -> None:
    came = enter(site, school, "STUDENT")
    with later(minutes=16, seconds=1):
        assert site.reason(came, "/v1/me") == OVER


def test_a_session_that_is_used_goes_on_and_costs_a_write_a_minute(
    site: SignInSite, school: str
) -> None:
    came = enter(site, school, "STUDENT")
    use(site, came, device(), shared=True)
    before = site.documents.get(f"accounts/{came.uid}")
    assert before is not None
    for seconds in (1, 20, 40):
        with later(seconds=seconds):
            assert site.reason(came, TOUCH, DOOR, "POST") == ""
    after = site.documents.get(f"accounts/{came.uid}")
    assert after is not None
    assert after.version == before.version
    for minutes in range(10, 61, 10):
        with later(minutes=minutes):
            assert site.reason(came, TOUCH, DOOR, "POST") == ""
    with later(minutes=75):
        assert site.reason(came, "/v1/me") == ""
    with later(minutes=77):
        assert site.reason(came, "/v1/me") == OVER


def test_reading_alone_is_no_use(site: SignInSite, school: str) -> None:
    # Pages read by themselves when something changes, also where nobody sits before them.
    came = enter(site, school, "STUDENT")
    for minutes in (5, 10, 15):
        with later(minutes=minutes):
            assert site.reason(came, "/v1/me") == ""
    with later(minutes=17):
        assert site.reason(came, "/v1/me") == OVER


def test_the_district_says_how_long_and_may_switch_it_off(site: SignInSite, school: str) -> None:
    site.set_rules(sharedDeviceMinutes={"students": 5, "staff": 0})
    try:
        student, teacher = enter(site, school, "STUDENT"), enter(site, school)
        assert use(site, student, device(), shared=True)["idleLimit"] == 300
        assert use(site, teacher, device(), shared=True)["idleLimit"] == 12 * 3_600
    finally:
        site.set_rules(sharedDeviceMinutes={"students": 15, "staff": 30})


def test_the_rules_refuse_a_session_that_is_over(
    site: SignInSite, school: str, emulator_env: EmulatorEnv
) -> None:
    ruled = RuledDatabase(emulator_env.firestore_host, site.project)
    ruled.load(rules_text())
    with later(minutes=-16):
        # Fifteen minutes ago it was used last, and a minute was left to it.
        over = enter(site, school, "STUDENT")
    with later(minutes=-14):
        alive = enter(site, school, "STUDENT")
    for came, may in ((over, False), (alive, True)):
        claims = {"uid": came.uid, "s": came.claims["s"]}
        assert ruled.may("get", f"accounts/{came.uid}", claims) is may
        assert ruled.may("get", f"schools/{school}", claims) is may


def test_a_second_person_on_a_device_replaces_the_first(site: SignInSite, school: str) -> None:
    first, second = enter(site, school, "STUDENT"), enter(site, school)
    elsewhere = site.google(f"{(site.account(first.uid) or {})['person']}@{DOMAIN}")
    here = device()
    use(site, first, here, shared=True)
    use(site, elsewhere, device(), shared=True)
    use(site, second, here, shared=True)
    assert site.reason(first, "/v1/me") == "SESSION_ENDED"
    # Of the first person only what was on this device.
    assert site.reason(elsewhere, "/v1/me") == ""
    assert site.reason(second, "/v1/me") == ""
    (entry,) = site.entries("sessions:replace", account=first.uid)
    assert entry["actor"] == f"person:{(site.account(second.uid) or {})['person']}"
    assert [each["session"] for each in entry["subjects"]] == [first.claims["s"]]
    # The secret of the browser stands nowhere.
    known = [str(each.fields) + each.id for each in site.documents.all("sessionDevices")]
    assert known
    assert not any(here in each for each in known)


def test_all_tabs_of_the_first_person_are_replaced_and_a_tab_of_ones_own_is_not(
    site: SignInSite, school: str
) -> None:
    one, here = enter(site, school), device()
    email = f"{(site.account(one.uid) or {})['person']}@{DOMAIN}"
    two = site.google(email)
    for each in (one, two, one):
        use(site, each, here, shared=False)
    assert [site.reason(each, "/v1/me") for each in (one, two)] == ["", ""]
    use(site, enter(site, school), here, shared=False)
    assert {site.reason(each, "/v1/me") for each in (one, two)} == {"SESSION_ENDED"}


def test_the_same_word_again_writes_nothing(site: SignInSite, school: str) -> None:
    came, here = enter(site, school), device()
    use(site, came, here, shared=True)
    before = site.documents.get(f"accounts/{came.uid}")
    use(site, came, here, shared=True)
    after = site.documents.get(f"accounts/{came.uid}")
    assert before is not None
    assert after is not None
    assert before.version == after.version


def test_a_session_that_was_ended_is_not_brought_back_by_a_use_of_it(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = enter(site, school)
    session = came.claims["s"]
    actor = Actor(uid=came.uid, email="", memberships={}, session=session)
    desk, write = bootstrap.devices(), SessionStore.use

    def ended_first(store: SessionStore, *rest: Any) -> None:
        """Between the look at the session and the word of its use somebody ends it."""
        monkeypatch.setattr(SessionStore, "use", write)
        bootstrap.accounts().end_sessions(actor, [session], bootstrap.clock())
        write(store, *rest)

    monkeypatch.setattr(SessionStore, "use", ended_first)
    with later(minutes=2), pytest.raises(Unauthenticated, match="over"):
        desk.touch(actor)
    assert session not in (site.account(came.uid) or {})["sessions"]


@pytest.mark.parametrize("name", ["", "short", "a" * 65, "<script>alert(1)</script>"])
def test_a_device_that_is_none_is_refused(site: SignInSite, school: str, name: str) -> None:
    came = enter(site, school)
    body = {"device": name, "shared": True}
    assert site.reason(came, USE, DOOR, "POST", body) == "REQUEST_INVALID"
