"""What somebody without an account sees, tries and sends by the link of a connection request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from shared import bootstrap
from shared.cloud.secrets import Secrets
from shared.rostering.api_source import ApiAuthentication, ApiSource
from shared.rostering.connection_request_answers import FROM_ONE_PLACE
from shared.rostering.connection_request_views import SourceValues
from shared.rostering.connections import Method
from tests.support.api import Answer, ApiDoor
from tests.support.connection_requests import (
    ASKED,
    OLD,
    OWNER,
    VALUES,
    AskingSchool,
    code_in,
)
from tests.support.source_secrets import FIRST, KilledError, alive, kill, pinned
from tests.support.world import World

REQUEST = "7c0f44a2-5f3f-4a53-9b67-2ef1f5d1b002"


@pytest.fixture
def school(door: ApiDoor, world: World) -> AskingSchool:
    made = AskingSchool(world, door)
    made.set_up()
    return made


def gone(answer: Answer) -> bool:
    return (answer.code, answer.reason) == (404, "CONNECTION_REQUEST_GONE")


def test_a_link_shows_who_asks_and_nothing_that_is_stored(school: AskingSchool) -> None:
    school.set_up(FIRST)
    found = school.call("open", school.code(note="Thank you."))
    assert found.code == 200
    told = found.json
    assert told["api"]["tokenUrl"] == "https://{district}.powerschool.com/oauth/access_token/"
    assert told["api"]["steps"] == "powerschool"
    del told["api"]
    assert told == {
        "schoolDisplayName": "School",
        "districtDisplayName": "Test district",
        "connectionDisplayName": "Test SIS",
        "systemDisplayName": "PowerSchool",
        "method": "ONEROSTER",
        "note": "Thank you.",
        "expireTime": "2026-11-30T23:00:01Z",
    }
    text = found.response.get_data(as_text=True)
    assert not [each for each in (OLD, "0ld-client-zq", FIRST, OWNER) if each in text]


def test_values_that_are_sent_are_those_of_the_connection_and_switch_it_off(
    school: AskingSchool, world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    school.set_up(FIRST, school_sourced_id="ours")
    assert school.connection().enabled
    code = school.code()
    answer = school.answer(code)
    assert (answer.code, answer.json) == (200, {})
    now = school.connection()
    source = now.api_source
    assert source is not None
    assert (source.base_url, source.token_url) == (VALUES["baseUrl"], VALUES["tokenUrl"])
    assert (source.client_id, now.enabled) == (VALUES["clientId"], False)
    assert (now.school_sourced_id, now.switches != {}) == ("ours", True)
    assert world.rostering.keys.read(source.secret_version) == VALUES["clientSecret"]
    assert alive(world) == [VALUES["clientSecret"]], "the secret of the old address is still there"
    assert school.verbs() == ["connectionRequests:create", "connectionRequests:answer"]
    assert f"connection-request:{school_request(world)}" in school.kept()
    # Nothing of it works twice, and nobody is shown the secret.
    assert gone(school.answer(code))
    assert gone(school.call("open", code))
    shown = school.owner.get(school.path).json
    assert shown["apiSource"]["hasSecret"] is True
    everything = str([shown, school.kept(), school.state(), capfd.readouterr()])
    assert VALUES["clientSecret"] not in everything
    assert code not in everything


def school_request(world: World) -> str:
    (request,) = world.documents.all("connectionRequests")
    return request.id


def test_those_who_asked_are_told_and_see_it(school: AskingSchool) -> None:
    code = school.code(language="es")
    school.answer(code)
    mails = school.mails()
    assert sorted(mails) == ["office@example.org", OWNER]
    assert "The values of the system came in" in mails["office@example.org"]
    assert "Llegaron los datos del sistema" in mails[OWNER]
    assert "switched off" in mails["office@example.org"]
    assert not [each for each in VALUES.values() if each in str(mails)]
    state = school.state()
    assert (state["state"], "closeTime" in state) == ("USED", True)


def test_what_was_off_is_not_called_switched_off(school: AskingSchool) -> None:
    school.owner.patch(school.path, {"enabled": False}, updateMask="enabled")
    school.answer(school.code())
    assert "switched off" not in school.mails()["office@example.org"]


def test_how_the_system_is_asked_is_as_published_or_as_it_was_set(school: AskingSchool) -> None:
    school.answer(school.code())
    source = school.connection().api_source
    assert source is not None
    assert (source.authentication, source.page_limit) == (ApiAuthentication.BASIC, 1000)
    set_by_hand = ApiSource(OLD, authentication=ApiAuthentication.BODY, page_limit=77)
    school.set_up(api_source=set_by_hand)
    school.answer(school.code())
    source = school.connection().api_source
    assert source is not None
    assert (source.authentication, source.page_limit) == (ApiAuthentication.BODY, 77)


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseUrl": "http://sis.district.example"},
        {"baseUrl": ""},
        {"baseUrl": "https://10.0.0.1/"},
        {"baseUrl": "https://{host}/ims"},
        {"tokenUrl": "https://evil.example/token"},
        {"clientId": " spaced "},
        {"baseUrl": "https://a.example:8443", "tokenUrl": "https://u:p@a.example"},
    ],
)
def test_wrong_values_are_refused_in_the_words_of_the_desk(
    school: AskingSchool, wrong: dict[str, str]
) -> None:
    code = school.code()
    for verb in ("test", "answer"):
        refused = school.call(verb, code, **{**VALUES, **wrong})
        assert (refused.code, refused.reason) == (400, "CONNECTION_INVALID")
        source = {**VALUES, **wrong}
        del source["clientSecret"]
        of_desk = school.owner.patch(school.path, {"apiSource": source}, updateMask="apiSource")
        assert [(f"apiSource.{field}", what) for field, what in faults(refused)] == faults(of_desk)
    assert school.state()["state"] == "OPEN"
    assert (school.connection().api_source, alive(school.world)) == (None, [])


def faults(answer: Answer) -> list[tuple[str, str]]:
    found = [each.get("fieldViolations", []) for each in answer.json["error"]["details"]]
    return [(each["field"], each["description"]) for violations in found for each in violations]


def test_a_secret_that_cannot_be_used_is_refused_and_not_repeated(school: AskingSchool) -> None:
    code = school.code()
    for secret in (" pasted-zq", "pasted-zq\n", "\ud800-zq"):
        refused = school.answer(code, clientSecret=secret)
        assert (refused.reason, refused.fields) == ("CONNECTION_INVALID", ["clientSecret"])
        assert "-zq" not in str(refused.json)
    for missing in ("clientId", "clientSecret"):
        assert school.answer(code, **{missing: ""}).fields == [missing]


def test_another_domain_takes_a_word(school: AskingSchool) -> None:
    code = school.code()
    elsewhere = {"tokenUrl": "https://login.vendor.example/token"}
    assert school.answer(code, **elsewhere).fields == ["tokenUrl"]
    assert school.answer(code, **elsewhere, tokenUrlApproved=True).code == 200
    source = school.connection().api_source
    assert source is not None
    assert source.token_url_approved


def test_every_link_that_opens_nothing_is_answered_alike(school: AskingSchool) -> None:
    used = school.code()
    school.answer(used)
    replaced, wrong = school.code(), "a" * 32
    revoked = school.code()
    school.owner.post(f"{school.path}/request:revoke", {})
    old = school.code()
    request = old.partition("-")[0]
    school.world.pass_time(days=7)
    codes = [used, replaced, revoked, old, f"{request}-{wrong}", f"{wrong[:16]}-{wrong}", "x", ""]
    told = [
        school.call(verb, code, **values)
        for code in codes
        for verb, values in (("open", {}), ("test", VALUES), ("answer", VALUES))
    ]
    assert all(gone(each) for each in told)
    assert len({each.response.get_data() for each in told}) == 1
    assert school.state()["state"] == "EXPIRED"
    still = school.call("open", school.code())
    assert still.code == 200


def test_whose_connection_came_to_take_files_is_asked_for_nothing(school: AskingSchool) -> None:
    code = school.code()
    school.set_up(method=Method.SFTP, sis="")
    assert gone(school.call("open", code))
    assert gone(school.answer(code))


def test_a_trial_of_the_call_keeps_nothing(school: AskingSchool) -> None:
    code = school.code()
    assert school.call("answer", code, **VALUES, validateOnly="true").code == 200
    assert school.call("test", code, **VALUES, validateOnly="true").json["isWorking"] is False
    assert (school.connection().api_source, alive(school.world)) == (None, [])
    assert school.state()["state"] == "OPEN"
    refused = school.call("answer", code, **{**VALUES, "baseUrl": "x"}, validateOnly="true")
    assert refused.reason == "CONNECTION_INVALID"


def test_the_same_call_again_is_answered_alike_and_done_once(
    school: AskingSchool, world: World
) -> None:
    code = school.code()
    first = school.answer(code, requestId=REQUEST)
    version = pinned(world)
    # The process may have ended before it could say that it was done.
    commit = bootstrap.documents().commit()
    for each in bootstrap.documents().all("idempotency"):
        commit.delete(f"idempotency/{each.id}")
    commit.run()
    again = school.answer(code, requestId=REQUEST)
    assert (first.code, again.code, again.json) == (200, 200, {})
    assert (pinned(world), alive(world)) == (version, [VALUES["clientSecret"]])
    assert gone(school.answer(code, requestId=f"{REQUEST[:-1]}9"))
    assert len(school.mails()) == 2


def values(code: str) -> SourceValues:
    return SourceValues.model_validate({"code": SecretStr(code), **VALUES})


def test_killed_before_the_commit_the_old_key_works_and_the_link_too(
    school: AskingSchool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.set_up(FIRST)
    code, before = school.code(), school.connection()
    with monkeypatch.context() as patch:
        patch.setattr(world.rostering.answers._connections, "set_with", kill)
        with pytest.raises(KilledError):
            world.rostering.answers.answer(values(code), "", "", validate_only=False)
    world.restart()
    assert school.connection() == before
    assert world.secrets.read(pinned(world)) == FIRST
    assert school.state()["state"] == "OPEN"
    assert school.answer(code).code == 200
    assert alive(world) == [VALUES["clientSecret"]]


def test_killed_after_the_commit_the_hourly_look_ends_the_old_secret_and_tells(
    school: AskingSchool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.set_up(FIRST)
    code = school.code()
    with monkeypatch.context() as patch:
        patch.setattr(world.rostering.answers._keys, "replaced", kill)
        with pytest.raises(KilledError):
            world.rostering.answers.answer(values(code), "", "", validate_only=False)
    world.restart()
    assert alive(world) == [FIRST, VALUES["clientSecret"]]
    assert gone(school.call("open", code))
    world.rostering.watch.look(world.now)
    assert alive(world) == [VALUES["clientSecret"]]
    world.pass_time(minutes=5)
    assert world.notifications.sweep() == 1
    assert len(school.mails()) == 2


@pytest.fixture
def meanwhile(school: AskingSchool, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What is done, once, between the look at the connection and the commit."""
    acts: list[Any] = []
    keys = school.world.rostering.answers._keys
    add = keys.add

    def adding(*told: str) -> str:
        if acts:
            acts.pop()()
        return add(*told)

    monkeypatch.setattr(keys, "add", adding)
    yield acts
    assert acts == []


def test_what_somebody_else_changes_meanwhile_stays(
    school: AskingSchool, meanwhile: list[Any]
) -> None:
    code = school.code()
    change = {"displayName": "Renamed"}
    meanwhile.append(lambda: school.owner.patch(school.path, change, updateMask="displayName"))
    assert school.answer(code).code == 200
    now = school.connection()
    assert now.display_name == "Renamed"
    assert now.api_source is not None
    assert now.api_source.base_url == VALUES["baseUrl"]
    assert alive(school.world) == [VALUES["clientSecret"]]


def test_a_link_that_is_revoked_meanwhile_leaves_nothing(
    school: AskingSchool, meanwhile: list[Any]
) -> None:
    code = school.code()
    meanwhile.append(lambda: school.owner.post(f"{school.path}/request:revoke", {}))
    assert gone(school.answer(code))
    assert (school.connection().api_source, alive(school.world)) == (None, [])
    assert school.mails() == {}


def test_without_secret_manager_nothing_changes_and_the_link_works_on(
    school: AskingSchool, world: World
) -> None:
    code, up = school.code(), world.secrets
    world.secrets = Secrets(f"demo-{world.school}", "us-central1", "127.0.0.1:1")
    world.restart()
    down = school.answer(code)
    assert (down.code, down.reason) == (503, "SECRETS_UNAVAILABLE")
    assert (school.connection().api_source, school.state()["state"]) == (None, "OPEN")
    world.secrets = up
    world.restart()
    assert school.answer(code).code == 200


def test_calls_from_one_place_have_a_limit(school: AskingSchool) -> None:
    told = [school.call("open", "x") for _ in range(FROM_ONE_PLACE.calls + 5)]
    assert gone(told[0])
    assert (told[-1].code, told[-1].reason) == (429, "RATE_LIMITED")


def test_the_mailed_link_is_the_same_way_in(school: AskingSchool) -> None:
    shown = school.code(email=ASKED)
    mailed = code_in(school.mails()[ASKED])
    assert school.answer(mailed).code == 200
    assert gone(school.answer(shown))
