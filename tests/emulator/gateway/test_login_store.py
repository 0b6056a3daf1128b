from __future__ import annotations

import secrets
from datetime import UTC, datetime

import httpx
import pytest

from infra.local.loopback import PLAINLY
from shared.kernel.errors import Conflict
from shared.rostering.login_store import LoginStore
from shared.rostering.logins import SftpLogin, hash_password, parse_public_key
from tests.support.emulators import EmulatorEnv

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43


def test_a_login_is_kept_without_its_password(emulator_env: EmulatorEnv) -> None:
    store = LoginStore(emulator_env.project)
    name = f"lincoln-{secrets.token_hex(4)}"
    assert store.find(name) is None
    login = SftpLogin(
        user_name=name,
        school="lincoln",
        connection="sis",
        password_hash=hash_password("the-password", bytes(16)),
        public_keys=(parse_public_key(KEY),),
        enabled=True,
        create_time=datetime(2026, 11, 22, 3, 15, tzinfo=UTC),
    )
    store.create(login)
    assert store.find(name) == login
    with pytest.raises(Conflict):
        store.create(login)
    answer = httpx.get(
        f"http://{emulator_env.firestore_host}/v1/projects/{emulator_env.project}"
        f"/databases/(default)/documents/sftpLogins/{name}",
        headers={"Authorization": "Bearer owner"},
        **PLAINLY,
    )
    answer.raise_for_status()
    assert "the-password" not in answer.text
    fields = answer.json()["fields"]
    assert fields["schemaVersion"] == {"integerValue": "1"}
    assert set(fields) == {
        "schemaVersion",
        "school",
        "connection",
        "passwordHash",
        "publicKeys",
        "enabled",
        "createTime",
    }
