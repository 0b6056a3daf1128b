"""The secret of a source through the door of the API, as Secret Manager then holds it."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shared import bootstrap
from shared import settings as settings_module
from shared.cloud.secrets import Secrets
from shared.kernel.errors import Permanent
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.source_secrets import BASE, FIRST, SECOND, TOKEN, alive, pinned, set_up, verbs
from tests.support.world import World


@pytest.fixture
def world(world: World) -> World:
    set_up(world)
    return world


def path(world: World) -> str:
    return f"/v1/schools/{world.school}/rosterConnections/sis"


def put(owner: Caller, world: World, secret: str, **query: Any) -> Any:
    world.pass_time(seconds=1)
    answer = owner.post(f"{path(world)}:setSecret", {"clientSecret": secret}, **query)
    assert answer.code == 200, answer.json
    return answer.json


def address(owner: Caller, world: World, **changed: Any) -> Any:
    """Save the settings of the source, some of them changed."""
    world.pass_time(seconds=1)
    source = {"baseUrl": BASE, "tokenUrl": TOKEN, "clientId": "key", **changed}
    answer = owner.patch(path(world), {"apiSource": source}, updateMask="apiSource")
    assert answer.code == 200, answer.json
    return answer.json


def test_a_secret_is_kept_and_never_told(
    owner: Caller, world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    assert owner.get(path(world)).json["apiSource"]["hasSecret"] is False
    request = {"requestId": "41ad7b3e-5f3f-4a53-9b67-2ef1f5d1a001"}
    made = put(owner, world, FIRST, **request)
    set_at = world.now
    repeated = put(owner, world, FIRST, **request)
    shown = owner.get(path(world)).json
    assert made == repeated == shown
    assert (made["apiSource"]["hasSecret"], made["apiSource"]["baseUrl"]) == (True, BASE)
    assert made["apiSource"]["secretTime"] == set_at.isoformat().replace("+00:00", "Z")
    assert world.rostering.keys.read(pinned(world)) == FIRST
    assert alive(world) == [FIRST]
    assert verbs(world) == ["setSecret"]
    assert "versions" not in str(made)
    place = f"{path(world)}:setSecret"
    pasted = [owner.post(place, {"clientSecret": f"{FIRST}{end}"}) for end in ("\n", " ", "\ud800")]
    faulted = [(each.reason, each.fields) for each in pasted]
    assert faulted == [("CONNECTION_INVALID", ["clientSecret"])] * 3
    long = owner.post(place, {"clientSecret": FIRST * 300})
    assert (long.code, long.fields) == (400, ["clientSecret"])
    known = [
        *world.documents.all("audit"),
        *world.documents.all(f"schools/{world.school}/rosterConnections"),
        *bootstrap.documents().all("idempotency"),
    ]
    assert len(known) >= 3
    answers = [made, repeated, shown, *(each.json for each in (*pasted, long))]
    assert FIRST not in str([answers, known, capfd.readouterr()])


def test_what_is_kept_of_a_request_costs_as_much_to_guess_as_a_password(
    owner: Caller, world: World
) -> None:
    request = {"requestId": "41ad7b3e-5f3f-4a53-9b67-2ef1f5d1a002"}
    put(owner, world, FIRST, **request)
    other = owner.post(f"{path(world)}:setSecret", {"clientSecret": SECOND}, **request)
    assert other.reason == "REQUEST_ID_REUSED"
    assert alive(world) == [FIRST]
    body = json.dumps({"clientSecret": FIRST}).encode()
    guess = {
        "method": "POST",
        "path": f"{path(world)}:setSecret",
        "query": "[]",
        "body": hashlib.sha256(body).hexdigest(),
    }
    quick = hashlib.sha256(json.dumps(guess, sort_keys=True).encode()).hexdigest()
    kept = [each.fields["payloadHash"] for each in bootstrap.documents().all("idempotency")]
    assert kept
    assert quick not in kept


def test_a_new_secret_ends_the_old_one(owner: Caller, world: World) -> None:
    put(owner, world, FIRST)
    before = pinned(world)
    put(owner, world, SECOND)
    assert world.secrets.read(pinned(world)) == SECOND
    assert alive(world) == [SECOND]
    with pytest.raises(Permanent):
        world.secrets.read(before)


def test_a_trial_keeps_nothing(owner: Caller, world: World) -> None:
    tried = put(owner, world, FIRST, validateOnly="true")
    assert tried["apiSource"]["hasSecret"] is True
    assert (pinned(world), alive(world), verbs(world)) == ("", [], [])


@pytest.mark.parametrize(
    "changed",
    [
        {"baseUrl": "https://evil.example/ims", "tokenUrl": ""},
        {"baseUrl": f"{BASE}/"},
        {"tokenUrl": ""},
        {"tokenUrl": "https://evil.example/token", "tokenUrlApproved": True},
    ],
)
def test_a_secret_does_not_outlive_its_address(
    owner: Caller, world: World, changed: dict[str, Any]
) -> None:
    put(owner, world, FIRST)
    world.pass_time(hours=1)
    tried = owner.patch(
        path(world),
        {"apiSource": {"baseUrl": BASE, **changed}},
        updateMask="apiSource",
        validateOnly="true",
    )
    assert tried.json["apiSource"]["hasSecret"] is False
    assert alive(world) == [FIRST]
    now = address(owner, world, **changed)["apiSource"]
    assert (now["hasSecret"], "secretTime" in now) == (False, False)
    assert now["secretClearedTime"] == world.now.isoformat().replace("+00:00", "Z")
    assert (pinned(world), alive(world)) == ("", [])
    assert verbs(world) == ["clearSecret", "setSecret", "update"]
    # Its old address does not bring it back; a new secret ends the matter.
    assert address(owner, world)["apiSource"]["hasSecret"] is False
    again = put(owner, world, SECOND)["apiSource"]
    assert ("secretClearedTime" in again, alive(world)) == (False, [SECOND])


def test_what_only_says_how_it_is_asked_leaves_the_secret(owner: Caller, world: World) -> None:
    put(owner, world, FIRST)
    now = address(owner, world, clientId="other", pageLimit=50, authentication="BODY")
    assert (now["apiSource"]["hasSecret"], now["apiSource"]["pageLimit"]) == (True, 50)
    owner.patch(path(world), {"displayName": "New"}, updateMask="displayName")
    assert world.secrets.read(pinned(world)) == FIRST


def test_without_its_source_a_connection_has_no_secret(owner: Caller, world: World) -> None:
    put(owner, world, FIRST)
    answer = owner.patch(path(world), {"apiSource": None}, updateMask="apiSource")
    assert "apiSource" not in answer.json
    assert (pinned(world), alive(world)) == ("", [])
    lost = owner.post(f"{path(world)}:setSecret", {"clientSecret": FIRST})
    assert lost.reason == "API_SOURCE_UNSET"
    assert alive(world) == []


def test_what_the_server_says_is_not_for_the_caller_to_say(owner: Caller, world: World) -> None:
    for name in ("hasSecret", "secretTime", "secretVersion"):
        source = {"baseUrl": BASE, name: "x"}
        answer = owner.patch(path(world), {"apiSource": source}, updateMask="apiSource")
        assert (answer.code, answer.fields) == (400, [f"apiSource.{name}"])
    wrong: dict[str, Any] = {"baseUrl": "http://a.example", "pageLimit": 0}
    answer = owner.patch(path(world), {"apiSource": wrong}, updateMask="apiSource")
    fields = ["apiSource.baseUrl", "apiSource.pageLimit"]
    assert (answer.reason, answer.fields) == ("CONNECTION_INVALID", fields)


def test_an_address_of_this_machine_is_taken_where_the_local_stack_published_it(
    owner: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = {"baseUrl": "https://127.0.0.1:18443/ims/oneroster/v1p2"}
    refused = owner.patch(path(world), {"apiSource": source}, updateMask="apiSource")
    assert refused.fields == ["apiSource.baseUrl"]
    monkeypatch.setenv("CARILLON_LOCAL_SOURCES", "127.0.0.1:18442,127.0.0.1:18443")
    settings_module.settings.cache_clear()
    assert address(owner, world, **source, tokenUrl="")["apiSource"]["baseUrl"] == source["baseUrl"]
    source["baseUrl"] = "https://127.0.0.1:18444/ims/oneroster/v1p2"
    refused = owner.patch(path(world), {"apiSource": source}, updateMask="apiSource")
    assert refused.fields == ["apiSource.baseUrl"]


def test_only_who_sets_connections_sets_secrets(owner: Caller, door: ApiDoor, world: World) -> None:
    body = {"clientSecret": FIRST}
    for role, person in ((Role.MANAGER, "m1"), (Role.TEACHER, "t1")):
        answer = door.somebody(world.school, role, person).post(f"{path(world)}:setSecret", body)
        assert (answer.code, answer.reason) == (403, "ROLE_MAY_NOT")
    missing = owner.post(f"{path(world)}-2:setSecret", body)
    assert (missing.code, missing.reason) == (404, "CONNECTION_UNKNOWN")
    seen = owner.get(path(world)).json["etag"]
    owner.patch(path(world), {"displayName": "New"}, updateMask="displayName")
    late = owner.post(f"{path(world)}:setSecret", {**body, "etag": seen})
    assert late.reason == "ETAG_MISMATCH"
    assert alive(world) == []
    assert door.district_manager().post(f"{path(world)}:setSecret", body).code == 200
    assert alive(world) == [FIRST]


@pytest.mark.parametrize("is_added_first", [True, False])
def test_who_is_slower_keeps_nothing(
    owner: Caller,
    door: ApiDoor,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_added_first: bool,
) -> None:
    """The faster one does all of it after the slower one has read the connection."""
    keys, manager = world.rostering.connections._keys, door.district_manager()
    add = keys.add

    def slowly(school: str, connection: str, value: str) -> str:
        if value == SECOND:
            return add(school, connection, value)
        version = add(school, connection, value) if is_added_first else ""
        put(manager, world, SECOND)
        return version or add(school, connection, value)

    monkeypatch.setattr(keys, "add", slowly)
    answer = owner.post(f"{path(world)}:setSecret", {"clientSecret": FIRST})
    assert (answer.code, answer.reason) == (409, "FAILED_PRECONDITION")
    assert world.secrets.read(pinned(world)) == SECOND
    assert alive(world) == [SECOND]
    assert verbs(world) == ["setSecret"]


def test_of_many_at_once_the_pinned_one_can_be_read(
    door: ApiDoor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "clock", lambda: datetime.now(UTC))
    world.restart()
    callers = [door.district_manager(f"d{n}") for n in range(6)]

    def ask(n: int) -> int:
        body = {"clientSecret": f"secret-{n}"}
        return callers[n].post(f"{path(world)}:setSecret", body).code

    with ThreadPoolExecutor(len(callers)) as pool:
        codes = list(pool.map(ask, range(len(callers))))
    assert 200 in codes
    assert set(codes) <= {200, 409}
    assert alive(world) == [world.secrets.read(pinned(world))]
    assert verbs(world) == ["setSecret"] * codes.count(200)


def test_without_secret_manager_nothing_changes_and_addresses_still_do(
    owner: Caller, world: World
) -> None:
    put(owner, world, FIRST)
    up = world.secrets
    world.secrets = Secrets(f"demo-{world.school}", "us-central1", "127.0.0.1:1")
    world.restart()
    down = owner.post(f"{path(world)}:setSecret", {"clientSecret": SECOND})
    assert (down.code, down.reason) == (503, "SECRETS_UNAVAILABLE")
    assert up.read(pinned(world)) == FIRST
    assert address(owner, world, tokenUrl="")["apiSource"]["hasSecret"] is False
    world.secrets = up
    world.restart()
    assert alive(world) == [FIRST]
    world.rostering.watch.look(world.now)
    assert alive(world) == []
