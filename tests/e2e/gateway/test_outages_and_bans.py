"""Who is kept out, and what happens while the bucket or Firestore is out."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import paramiko
import pytest

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK, free_port
from infra.local.process import Child
from infra.local.storage import create_bucket, storage_spec
from infra.local.toolchain import require
from tests.e2e.gateway.conftest import NewAccount, StartGateway
from tests.e2e.gateway.running import (
    Account,
    Bucket,
    OpenSsh,
    RunningGateway,
    eventually,
    is_hung_up_on,
    paramiko_client,
)
from tests.support.emulators import EmulatorEnv

MEBIBYTE = 1024 * 1024


def sign_in(port: int, account: Account, password: str) -> None:
    with paramiko_client(port, account, password=password):
        pass


def test_failed_logins_ban_an_address_for_growing_times(
    start_gateway: StartGateway, account: Account
) -> None:
    gateway = start_gateway(
        GATEWAY_BAN_ADDRESS_AFTER="3", GATEWAY_BAN_USER_AFTER="100", GATEWAY_BAN_SECONDS="3"
    )
    for length in (3.0, 6.0):
        for _ in range(3):
            with pytest.raises(paramiko.AuthenticationException):
                sign_in(gateway.port, account, "wrong")
        seen = len(gateway.lines("connection.refused", reason="BANNED"))
        started = time.monotonic()
        eventually(lambda: is_hung_up_on(gateway.port))
        gateway.wait_for_all(seen + 1, "connection.refused", reason="BANNED")
        eventually(lambda: not is_hung_up_on(gateway.port))
        assert time.monotonic() - started > length / 2
    with paramiko_client(gateway.port, account) as sftp:
        sftp.open("students.csv", "wb").close()


def test_a_user_is_banned_but_not_from_where_it_has_signed_in(
    start_gateway: StartGateway, new_account: NewAccount
) -> None:
    gateway = start_gateway(
        GATEWAY_BAN_ADDRESS_AFTER="100", GATEWAY_BAN_USER_AFTER="2", GATEWAY_BAN_SECONDS="60"
    )
    stranger, known = new_account(), new_account()
    sign_in(gateway.port, known, known.password)
    for account in (stranger, known):
        for _ in range(2):
            with pytest.raises(paramiko.AuthenticationException):
                sign_in(gateway.port, account, "wrong")
        gateway.wait_for_all(2, "login.refused", login=account.user_name)
    with pytest.raises(paramiko.AuthenticationException):
        sign_in(gateway.port, stranger, stranger.password)
    gateway.wait_for("login.refused", login=stranger.user_name, reason="BANNED")
    sign_in(gateway.port, known, known.password)


def test_a_connection_that_tries_and_tries_is_one_failure(
    start_gateway: StartGateway, account: Account
) -> None:
    gateway = start_gateway(GATEWAY_BAN_ADDRESS_AFTER="2")
    with paramiko.Transport((LOOPBACK, gateway.port)) as transport:
        transport.connect()
        for _ in range(6):
            with pytest.raises(paramiko.AuthenticationException):
                transport.auth_password(account.user_name, "wrong", fallback=False)
        with pytest.raises(paramiko.SSHException):
            transport.auth_password(account.user_name, account.password, fallback=False)
    gateway.wait_for("login.refused", login=account.user_name)
    sign_in(gateway.port, account, account.password)


def test_nobody_takes_as_long_as_a_wrong_password(
    gateway: RunningGateway, account: Account
) -> None:
    nobody = Account("lincoln-high-aaaaaaaa", "", "", "")

    def seconds(who: Account) -> float:
        with paramiko.Transport((LOOPBACK, gateway.port)) as transport:
            transport.connect()
            started = time.perf_counter()
            with pytest.raises(paramiko.AuthenticationException):
                transport.auth_password(who.user_name, "wrong", fallback=False)
            return time.perf_counter() - started

    # Side by side, so that what else the machine does slows both.
    pairs = [(seconds(account), seconds(nobody)) for _ in range(10)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))
    assert unknown > 0.5 * known


@pytest.fixture
def own_storage(emulator_env: EmulatorEnv, tmp_path: Path) -> Iterator[Child]:
    """A bucket server that a test may stop."""
    child = Child(storage_spec(require(), free_port(), tmp_path / "objects"), tmp_path)
    child.wait_ready()
    create_bucket(_url(child), emulator_env.project, emulator_env.drop_bucket)
    yield child
    child.kill()


def _url(storage: Child) -> str:
    return f"http://{LOOPBACK}:{storage.spec.ports[0]}"


@pytest.mark.parametrize("outage", ["closed port", "no answer"])
@pytest.mark.parametrize("name", ["students.csv", "students.csv.part"])
def test_a_bucket_outage_fails_the_put_in_words_and_passes(
    start_gateway: StartGateway,
    own_storage: Child,
    emulator_env: EmulatorEnv,
    account: Account,
    outage: str,
    name: str,
) -> None:
    url = _url(own_storage)
    gateway = start_gateway(STORAGE_EMULATOR_HOST=url, GATEWAY_STORAGE_SECONDS="2")
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open(name, "wb")
        if outage == "closed port":
            own_storage.kill()
        else:
            os.kill(own_storage.pid, signal.SIGSTOP)
        # The first parts are taken before the first is found not to go.
        file.write(bytes(MEBIBYTE - 1))
        if name.endswith(".part"):
            file.close()
            with pytest.raises(OSError, match="the drop box cannot be reached; try again later"):
                sftp.rename(name, "students.csv")
        else:
            file.close()
            with pytest.raises(OSError, match="the drop box cannot be reached; try again later"):
                sftp.stat(name)
    broken = gateway.wait_for("upload.broken", login=account.user_name)
    assert broken["reason"] == "BUCKET_UNREACHABLE"
    if outage == "closed port":
        storage = Child(own_storage.spec, own_storage.log.parent)
        storage.wait_ready()
    else:
        storage = own_storage
        os.kill(storage.pid, signal.SIGCONT)
    bucket = Bucket(url, emulator_env.drop_bucket)
    try:
        with paramiko_client(gateway.port, account) as sftp:
            sftp.putfo(io.BytesIO(b"email\n"), "again.csv")
        named = eventually(
            lambda: [o["metadata"]["fileName"] for o in bucket.objects(account.prefix)]
        )
        published = gateway.lines("upload.published", login=account.user_name)
        # What the stopped server takes after all is said to be published, late.
        assert sorted(named) == sorted(
            "students.csv" if line.get("late") else "again.csv" for line in published
        )
    finally:
        storage.kill()


def test_a_put_in_parts_notices_the_outage_before_its_end(
    start_gateway: StartGateway, own_storage: Child, account: Account, tmp_path: Path
) -> None:
    gateway = start_gateway(STORAGE_EMULATOR_HOST=_url(own_storage), GATEWAY_STORAGE_SECONDS="2")
    source = tmp_path / "big.csv"
    source.write_bytes(bytes(20 * MEBIBYTE))
    own_storage.kill()
    done = OpenSsh(gateway.port, tmp_path).sftp(account, f"put {source}\n")
    assert done.returncode != 0
    assert "the drop box cannot be reached; try again later" in done.stderr
    broken = gateway.wait_for("upload.broken", login=account.user_name)
    assert broken["reason"] == "BUCKET_UNREACHABLE"
    assert broken["bytes"] < 20 * MEBIBYTE


def test_a_login_that_cannot_be_looked_up_is_nobodys_fault(
    start_gateway: StartGateway, account: Account
) -> None:
    gateway = start_gateway(
        FIRESTORE_EMULATOR_HOST=f"{LOOPBACK}:{free_port()}", GATEWAY_BAN_ADDRESS_AFTER="1"
    )
    for _ in range(2):
        with pytest.raises(paramiko.AuthenticationException):
            sign_in(gateway.port, account, account.password)
    gateway.wait_for_all(2, "login.refused", reason="DATABASE_UNAVAILABLE")
    assert gateway.lines("connection.refused") == []


def test_a_login_that_makes_no_sense_is_a_fault_of_ours(
    start_gateway: StartGateway, account: Account, emulator_env: EmulatorEnv
) -> None:
    answer = httpx.patch(
        f"http://{emulator_env.firestore_host}/v1/projects/{emulator_env.project}"
        f"/databases/(default)/documents/sftpLogins/{account.user_name}",
        json={"fields": {"school": {"stringValue": "lincoln"}}},
        headers={"Authorization": "Bearer owner"},
        **PLAINLY,
    )
    answer.raise_for_status()
    gateway = start_gateway()
    with pytest.raises(paramiko.AuthenticationException):
        sign_in(gateway.port, account, account.password)
    fault = gateway.wait_for("gateway.fault")
    assert fault["error_type"] == "KeyError"
    assert "login_store.py" in fault["place"]
    gateway.wait_for("login.refused", reason="DATABASE_UNAVAILABLE")


def test_a_session_goes_on_while_firestore_is_out(
    start_gateway: StartGateway, account: Account, bucket: Bucket, emulator_env: EmulatorEnv
) -> None:
    line = _Line(emulator_env.firestore_host)
    gateway = start_gateway(FIRESTORE_EMULATOR_HOST=f"{LOOPBACK}:{line.port}")
    with paramiko_client(gateway.port, account) as sftp:
        line.cut()
        with sftp.open("students.csv", "wb") as file:
            file.write(b"email\n")
        assert sftp.stat("students.csv").st_size == 6
    assert len(bucket.objects(account.prefix)) == 1
    gateway.wait_for("upload.published", login=account.user_name)
    assert gateway.wait_for("audit.lost")["verb"] in {"login.accepted", "upload.published"}


class _Line:
    """A way to a server that can be cut."""

    def __init__(self, target: str) -> None:
        self.port = free_port()
        host, _, port = target.rpartition(":")
        code = (
            "import asyncio, sys\n"
            "async def copy(a, b):\n"
            "    while data := await a.read(65536):\n"
            "        b.write(data)\n"
            "        await b.drain()\n"
            "async def pass_on(r, w):\n"
            "    r2, w2 = await asyncio.open_connection(sys.argv[2], int(sys.argv[3]))\n"
            "    await asyncio.gather(copy(r, w2), copy(r2, w))\n"
            "async def main():\n"
            "    server = await asyncio.start_server(pass_on, '127.0.0.1', int(sys.argv[1]))\n"
            "    print('ready', flush=True)\n"
            "    await server.serve_forever()\n"
            "asyncio.run(main())\n"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, str(self.port), host, port],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def cut(self) -> None:
        self._process.kill()
        self._process.wait()
