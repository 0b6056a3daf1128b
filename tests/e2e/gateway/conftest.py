from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.rostering.login_store import LoginStore
from shared.rostering.logins import (
    SftpLogin,
    hash_password,
    new_password,
    new_user_name,
    parse_public_key,
)
from tests.e2e.gateway.running import Account, Bucket, OpenSsh, RunningGateway
from tests.support.emulators import EmulatorEnv

StartGateway = Callable[..., RunningGateway]
NewAccount = Callable[..., Account]

# Every test comes from one address, so bans would reach from one to the next.
_NO_BANS = {"GATEWAY_BAN_ADDRESS_AFTER": "100000", "GATEWAY_BAN_USER_AFTER": "100000"}


@pytest.fixture(scope="session")
def host_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of host keys that the first gateway makes."""
    return tmp_path_factory.mktemp("host-keys")


@pytest.fixture(scope="session")
def gateway(
    emulator_env: EmulatorEnv, tmp_path_factory: pytest.TempPathFactory, host_keys: Path
) -> Iterator[RunningGateway]:
    """A gateway that tests share, which bans nobody."""
    folder = tmp_path_factory.mktemp("gateway")
    running = RunningGateway({**emulator_env.variables, **_NO_BANS}, folder, host_keys)
    yield running
    assert running.stop() == 0
    # Nothing that any test did may have made the gateway itself fail.
    assert running.lines("gateway.fault") == []


@pytest.fixture
def start_gateway(
    emulator_env: EmulatorEnv, tmp_path: Path, host_keys: Path
) -> Iterator[StartGateway]:
    """Starts a gateway of the test's own, with settings as keyword arguments."""
    started: list[RunningGateway] = []

    def start(**settings: str) -> RunningGateway:
        variables = {**emulator_env.variables, **settings}
        started.append(RunningGateway(variables, tmp_path / f"gateway-{len(started)}", host_keys))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def new_account(emulator_env: EmulatorEnv) -> NewAccount:
    """Makes a login for a new school, in Firestore."""
    store = LoginStore(emulator_env.project)

    def make(*, public_key: str | None = None, enabled: bool = True, **changes: str) -> Account:
        password = new_password(secrets.token_bytes)
        account = Account(
            user_name=new_user_name("Lincoln High", secrets.token_bytes),
            password=password,
            school=f"school-{secrets.token_hex(4)}",
            connection="sis",
        )
        account = replace(account, **changes)
        keys = () if public_key is None else (parse_public_key(public_key),)
        store.create(
            SftpLogin(
                user_name=account.user_name,
                school=account.school,
                connection=account.connection,
                password_hash=None if public_key else hash_password(password, bytes(range(16))),
                public_keys=keys,
                enabled=enabled,
                create_time=datetime.now(UTC),
            )
        )
        return account

    return make


@pytest.fixture
def account(new_account: NewAccount) -> Account:
    return new_account()


@pytest.fixture
def bucket(emulator_env: EmulatorEnv) -> Bucket:
    return Bucket(emulator_env.storage_url, emulator_env.drop_bucket)


@pytest.fixture
def openssh(gateway: RunningGateway, tmp_path: Path) -> OpenSsh:
    return OpenSsh(gateway.port, tmp_path)
