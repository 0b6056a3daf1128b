"""SFTP logins through the door of the API, as the gateway then finds them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from shared import bootstrap
from shared.kernel.roles import Role
from shared.rostering.login_store import LoginStore
from shared.rostering.logins import SftpLogin, verify_password
from tests.support.api import ApiDoor, Caller
from tests.support.world import World


@pytest.fixture
def world(world: World) -> World:
    world.set_up()
    return world


def _path(world: World) -> str:
    return f"/v1/schools/{world.school}/rosterConnections/sis/credentials"


def _at_the_gateway(world: World, user_name: str) -> SftpLogin:
    """The login as the gateway reads it at each sign-in."""
    found = LoginStore(f"demo-{world.school}").find(user_name)
    assert found is not None
    return found


def _key(folder: Path, kind: str, *more: str) -> tuple[str, str]:
    """A public key that OpenSSH made, and its fingerprint as OpenSSH shows it."""
    place = folder / f"{kind}{''.join(more)}"
    command = [
        "ssh-keygen",
        "-q",
        "-t",
        kind,
        *more,
        "-N",
        "",
        "-C",
        "Ada Secret",
        "-f",
        str(place),
    ]
    subprocess.run(command, check=True)
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{place}.pub"], check=True, capture_output=True, text=True
    )
    return Path(f"{place}.pub").read_text("utf-8"), shown.stdout.split()[1]


def _verbs(world: World) -> list[Any]:
    return sorted(each.fields["verb"] for each in world.documents.all("audit"))


def test_a_password_is_shown_once_and_opens_the_gateway(owner: Caller, world: World) -> None:
    request = {"requestId": "41ad7b3e-5f3f-4a53-9b67-2ef1f5d1a001"}
    made = owner.post(_path(world), {}, **request).json
    login = _at_the_gateway(world, made["userName"])
    assert (login.school, login.connection, login.enabled) == (world.school, "sis", True)
    assert len(made["password"]) == 28
    assert verify_password(made["password"], login.password_hash)
    repeated = owner.post(_path(world), {}, **request).json
    assert (repeated["userName"], repeated["password"]) == (made["userName"], "")
    listed = owner.get(_path(world)).json["credentials"]
    assert [(each["userName"], each["hasPassword"]) for each in listed] == [
        (made["userName"], True)
    ]
    assert "password" not in listed[0]
    everything = [*world.documents.all("audit"), *bootstrap.documents().all("idempotency")]
    assert everything
    assert made["password"] not in str(everything)
    assert _verbs(world) == ["sftpLogins:create"]


def test_a_replaced_password_is_refused_at_once(owner: Caller, world: World) -> None:
    made = owner.post(_path(world), {}).json
    path = f"{_path(world)}/{made['userName']}:replacePassword"
    assert owner.post(path, {}, validateOnly="true").json["password"] == ""
    assert verify_password(made["password"], _at_the_gateway(world, made["userName"]).password_hash)
    new = owner.post(path, {}).json["password"]
    stored = _at_the_gateway(world, made["userName"]).password_hash
    assert verify_password(new, stored)
    assert not verify_password(made["password"], stored)


def test_a_connection_has_several_logins_and_each_is_revoked_alone(
    owner: Caller, world: World
) -> None:
    first, second = (owner.post(_path(world), {}).json["userName"] for _ in range(2))
    assert first != second
    path = f"{_path(world)}/{first}"
    assert owner.post(f"{path}:revoke", {}, validateOnly="true").json["enabled"] is False
    assert _at_the_gateway(world, first).enabled
    assert owner.post(f"{path}:revoke", {}).json["enabled"] is False
    assert owner.post(f"{path}:revoke", {}).json["enabled"] is False
    assert not _at_the_gateway(world, first).enabled
    assert _at_the_gateway(world, second).enabled
    assert owner.post(f"{path}:replacePassword", {}).reason == "CREDENTIAL_REVOKED"
    assert _verbs(world).count("sftpLogins:revoke") == 1


def test_keys_are_added_and_removed_by_fingerprint(
    owner: Caller, world: World, tmp_path: Path
) -> None:
    made = owner.post(_path(world), {"withPassword": False}).json
    assert (made["password"], made["hasPassword"]) == ("", False)
    path = f"{_path(world)}/{made['userName']}"
    line, fingerprint = _key(tmp_path, "ed25519")
    shown = owner.post(f"{path}:addKey", {"publicKey": line}).json
    assert shown["publicKeys"] == [{"fingerprint": fingerprint, "algorithm": "ssh-ed25519"}]
    again = owner.post(f"{path}:addKey", {"publicKey": line}).json
    assert again == shown
    assert "Secret" not in str(_at_the_gateway(world, made["userName"]))
    unknown = owner.post(f"{path}:removeKey", {"fingerprint": "SHA256:x"})
    assert (unknown.code, unknown.reason) == (404, "PUBLIC_KEY_UNKNOWN")
    left = owner.post(f"{path}:removeKey", {"fingerprint": fingerprint}).json
    assert left["publicKeys"] == []
    assert _at_the_gateway(world, made["userName"]).public_keys == ()


def test_bad_keys_are_refused_with_their_reason(
    owner: Caller, world: World, tmp_path: Path
) -> None:
    made = owner.post(_path(world), {}).json
    path = f"{_path(world)}/{made['userName']}:addKey"
    weak, _ = _key(tmp_path, "rsa", "-b", "1024")
    for line, reason in (
        ("hello", "PUBLIC_KEY_INVALID"),
        ("ssh-dss AAAA", "PUBLIC_KEY_TYPE"),
        ("ssh-ed25519 AAAA", "PUBLIC_KEY_INVALID"),
        (weak, "PUBLIC_KEY_WEAK"),
    ):
        answer = owner.post(path, {"publicKey": line})
        assert (answer.code, answer.reason, answer.fields) == (400, reason, ["publicKey"])


def test_a_login_of_another_connection_is_not_found_here(
    owner: Caller, door: ApiDoor, world: World
) -> None:
    made = owner.post(_path(world), {}).json
    manager = door.district_manager()
    elsewhere = f"/v1/schools/another/rosterConnections/sis/credentials/{made['userName']}"
    assert manager.post(f"{elsewhere}:revoke", {}).reason == "CREDENTIAL_UNKNOWN"
    other = _path(world).replace("/sis/", "/other/")
    assert owner.post(f"{other}/{made['userName']}:revoke", {}).reason == "CREDENTIAL_UNKNOWN"
    assert owner.get(other).reason == "CONNECTION_UNKNOWN"
    assert owner.post(other, {}).reason == "CONNECTION_UNKNOWN"


def test_a_manager_sees_and_makes_no_login(door: ApiDoor, world: World) -> None:
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    assert manager.get(_path(world)).reason == "ROLE_MAY_NOT"
    assert manager.post(_path(world), {}).reason == "ROLE_MAY_NOT"
