"""Connection requests as who sets connections makes, sees and revokes them, and their mails."""

from __future__ import annotations

import pytest

from shared import bootstrap
from shared.kernel.actor import Actor, Membership
from shared.kernel.roles import Role
from shared.rostering.connection_request_desk import OF_ONE_CONNECTION
from shared.rostering.connection_request_views import ConnectionRequestCreate
from shared.rostering.connections import Method
from tests.support.api import ApiDoor
from tests.support.connection_requests import ASKED, OWNER, AskingSchool, code_in
from tests.support.world import World

REQUEST = {"requestId": "7c0f44a2-5f3f-4a53-9b67-2ef1f5d1b001"}


@pytest.fixture
def school(door: ApiDoor, world: World) -> AskingSchool:
    made = AskingSchool(world, door)
    made.set_up()
    return made


def test_a_request_is_seen_without_its_link(school: AskingSchool) -> None:
    assert school.state() == {
        "name": f"{school.path.removeprefix('/v1/')}/request",
        "state": "NONE",
        "asker": "",
        "email": "",
        "note": "",
    }
    made = school.ask(email=f" {ASKED} ", note=" Room 4 has the key. ")
    shown = school.state()
    assert {**shown, "link": made["link"]} == made
    assert (shown["state"], shown["asker"], shown["email"]) == ("OPEN", OWNER, ASKED)
    assert shown["note"] == "Room 4 has the key."
    assert shown["createTime"] == school.world.now.isoformat().replace("+00:00", "Z")
    assert shown["expireTime"] == "2026-11-30T23:00:01Z"
    assert code_in(made["link"]) not in str(shown)


def test_only_a_hash_of_the_link_is_kept_anywhere(
    school: AskingSchool, capfd: pytest.CaptureFixture[str]
) -> None:
    code = code_in(school.ask(REQUEST, email=ASKED)["link"])
    mailed = code_in(school.mails()[ASKED])
    assert code != mailed
    answered_once = str([*bootstrap.documents().all("idempotency")])
    assert "connectionRequests" in answered_once or "rosterConnections" in answered_once
    everything = str([school.kept(), answered_once, capfd.readouterr()])
    assert "connectionRequests:sendLink" in everything
    for each in (code, mailed, code.partition("-")[2], mailed.partition("-")[2]):
        assert each not in everything


def test_the_mail_holds_a_link_of_its_own_and_no_note(school: AskingSchool) -> None:
    shown = school.code(email=ASKED, note="Ask Ms. Byron", language="es")
    assert "mailTime" not in school.state()
    text = school.mails()[ASKED]
    assert "School: conecte el sistema de información estudiantil" in text
    assert "Byron" not in text
    assert "mailTime" in school.state()
    for code in (shown, code_in(text)):
        found = school.call("open", code)
        assert (found.code, found.json["note"]) == (200, "Ask Ms. Byron")
    assert school.verbs() == ["connectionRequests:create", "connectionRequests:sendLink"]


def test_without_an_address_nobody_gets_a_mail(school: AskingSchool) -> None:
    assert school.call("open", school.code()).code == 200
    assert school.mails() == {}


def test_whose_request_is_revoked_or_replaced_gets_no_mail(school: AskingSchool) -> None:
    school.ask(email="first@vendor.example")
    school.ask(email="second@vendor.example")
    school.owner.post(f"{school.path}/request:revoke", {})
    assert school.mails() == {}


def test_a_new_request_takes_the_place_of_the_old_one(school: AskingSchool) -> None:
    old = school.code(email=ASKED)
    mailed = code_in(school.mails()[ASKED])
    new = school.code()
    assert [school.call("open", each).code for each in (old, mailed, new)] == [404, 404, 200]
    assert (school.state()["email"], "mailTime" in school.state()) == ("", False)


def test_a_revoked_link_opens_nothing_and_stays_so(school: AskingSchool) -> None:
    code = school.code()
    tried = school.owner.post(f"{school.path}/request:revoke", {}, validateOnly="true")
    assert (tried.json["state"], school.state()["state"]) == ("REVOKED", "OPEN")
    school.world.pass_time(seconds=1)
    revoked = school.owner.post(f"{school.path}/request:revoke", {}).json
    assert revoked["state"] == "REVOKED"
    school.world.pass_time(seconds=5)
    assert school.owner.post(f"{school.path}/request:revoke", {}).json == revoked
    assert school.state() == revoked
    assert school.call("open", code).reason == "CONNECTION_REQUEST_GONE"
    assert school.verbs() == ["connectionRequests:create", "connectionRequests:revoke"]


def test_where_nothing_is_open_nothing_is_revoked(school: AskingSchool) -> None:
    answer = school.owner.post(f"{school.path}/request:revoke", {})
    assert (answer.code, answer.json["state"], school.verbs()) == (200, "NONE", [])


def test_a_trial_makes_nothing(school: AskingSchool) -> None:
    tried = school.ask({"validateOnly": "true"}, email=ASKED)
    assert (tried["state"], tried["link"]) == ("OPEN", "")
    assert (school.state()["state"], school.mails(), school.verbs()) == ("NONE", {}, [])


def test_the_same_call_again_makes_one_request_and_shows_no_link(school: AskingSchool) -> None:
    made = school.ask(REQUEST, email=ASKED)
    again = school.ask(REQUEST, email=ASKED)
    assert again == {**made, "link": ""}
    assert list(school.mails()) == [ASKED]
    assert school.call("open", code_in(made["link"])).code == 200


def test_a_call_whose_process_ended_before_its_answer_is_done_again_with_one_mail(
    school: AskingSchool, world: World
) -> None:
    owner = Actor("uid-1", OWNER, {world.school: Membership(Role.OWNER, "o1")})
    asked = ConnectionRequestCreate.model_validate({"email": ASKED})

    def make() -> str:
        world.pass_time(seconds=1)
        desk = world.rostering.requests
        made = desk.create(owner, world.school, "sis", asked, "call-1", validate_only=False)
        return code_in(made.link)

    lost = make()
    mailed = code_in(school.mails()[ASKED])
    shown = make()
    codes = [school.call("open", each).code for each in (lost, mailed, shown)]
    assert codes == [404, 200, 200]
    assert list(school.mails()) == [ASKED]


@pytest.mark.parametrize("email", ["nobody", "a b@c.example", "a@b", "@c.example", "a@b@c.example"])
def test_what_is_no_address_is_refused(school: AskingSchool, email: str) -> None:
    answer = school.owner.post(f"{school.path}:request", {"email": email})
    assert (answer.code, answer.fields) == (400, ["email"])


def test_a_note_has_an_end(school: AskingSchool) -> None:
    for note in ("x" * 501, "a\x00b", "\ud800"):
        answer = school.owner.post(f"{school.path}:request", {"note": note})
        assert (answer.code, answer.fields) == (400, ["note"])
    assert school.ask(note="One line,\nand another.")["note"] == "One line,\nand another."


def test_nobody_is_asked_for_the_values_of_a_connection_of_files(school: AskingSchool) -> None:
    school.set_up(method=Method.SFTP, sis="")
    answer = school.owner.post(f"{school.path}:request", {})
    assert (answer.code, answer.reason) == (400, "NOT_A_PULL")
    lost = school.owner.post(f"{school.path}-2:request", {})
    assert (lost.code, lost.reason) == (404, "CONNECTION_UNKNOWN")


def test_only_who_sets_connections_asks(school: AskingSchool, door: ApiDoor, world: World) -> None:
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    assert manager.post(f"{school.path}:request", {}).reason == "ROLE_MAY_NOT"
    assert manager.get(f"{school.path}/request").reason == "ROLE_MAY_NOT"
    assert manager.post(f"{school.path}/request:revoke", {}).reason == "ROLE_MAY_NOT"
    assert school.nobody.post(f"{school.path}:request", {}).code == 401


def test_mails_to_typed_addresses_are_not_endless(
    school: AskingSchool, door: ApiDoor, world: World
) -> None:
    for _ in range(OF_ONE_CONNECTION.calls):
        school.ask(email=ASKED)
    # Another person of the school shares the limit: it is the connection's.
    other = door.district_manager()
    answer = other.post(f"{school.path}:request", {"email": ASKED})
    assert (answer.code, answer.reason) == (429, "RATE_LIMITED")
    assert int(answer.response.headers["Retry-After"]) > 0
    (request,) = world.documents.all("connectionRequests")
    assert request.fields["state"] == "OPEN"
