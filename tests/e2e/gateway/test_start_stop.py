"""The gateway as a program: its limits of time and number, its start and its stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import paramiko
import pytest

from infra.local.ports import LOOPBACK
from tests.e2e.gateway.conftest import StartGateway
from tests.e2e.gateway.running import (
    ROOT,
    Account,
    Bucket,
    RunningGateway,
    eventually,
    is_hung_up_on,
    paramiko_client,
)
from tests.support.emulators import EmulatorEnv

MEBIBYTE = 1024 * 1024


def test_an_idle_session_is_ended(start_gateway: StartGateway, account: Account) -> None:
    gateway = start_gateway(GATEWAY_IDLE_SECONDS="1")
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open("students.csv", "wb")
        file.write(b"email\n")
        started = time.monotonic()
        broken = gateway.wait_for("upload.broken", login=account.user_name)
        assert broken["reason"] == "IDLE"
        assert 0.5 < time.monotonic() - started < 5
        with pytest.raises((OSError, EOFError, paramiko.SSHException)):
            file.write(b"more\n")


def test_a_busy_session_is_not_idle(start_gateway: StartGateway, account: Account) -> None:
    gateway = start_gateway(GATEWAY_IDLE_SECONDS="3")
    with paramiko_client(gateway.port, account) as sftp:
        until = time.monotonic() + 5
        with sftp.open("students.csv", "wb") as file:
            while time.monotonic() < until:
                file.write(b"x")
                file.flush()
                time.sleep(0.1)
        assert sftp.stat("students.csv").st_size is not None
    assert gateway.lines("upload.broken") == []


def test_who_does_not_sign_in_is_sent_away(start_gateway: StartGateway) -> None:
    gateway = start_gateway(GATEWAY_LOGIN_SECONDS="1")
    with socket.create_connection((LOOPBACK, gateway.port), timeout=20) as line:
        line.sendall(b"SSH-2.0-slow\r\n")
        started = time.monotonic()
        while line.recv(4096):
            pass
        assert time.monotonic() - started < 5


def test_connections_are_counted(start_gateway: StartGateway, account: Account) -> None:
    gateway = start_gateway(GATEWAY_MAX_CONNECTIONS_PER_ADDRESS="2", GATEWAY_MAX_HANDSHAKES="1")
    with paramiko_client(gateway.port, account), eventually(lambda: _silent(gateway.port)):
        assert is_hung_up_on(gateway.port)
        gateway.wait_for("connection.refused", reason="TOO_MANY_CONNECTIONS")
    gateway.wait_for("session.ended", login=account.user_name)
    # The lines that were hung up make room again.
    with eventually(lambda: _silent(gateway.port)):
        assert is_hung_up_on(gateway.port)
        gateway.wait_for("connection.refused", reason="TOO_MANY_HANDSHAKES")


def _silent(port: int) -> socket.socket | None:
    """A connection that was let in and says nothing."""
    line = socket.create_connection((LOOPBACK, port), timeout=10)
    if line.recv(64).startswith(b"SSH-2.0-"):
        return line
    line.close()
    return None


def test_a_stop_lets_an_open_upload_end(
    start_gateway: StartGateway, account: Account, bucket: Bucket
) -> None:
    gateway = start_gateway(GATEWAY_STOP_SECONDS="20")
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open("students.csv", "wb")
        file.write(b"email\n")
        gateway.process.send_signal(signal.SIGTERM)
        eventually(lambda: _is_refused(gateway.port))
        with pytest.raises(OSError, match="the drop box is restarting"):
            sftp.open("late.csv", "wb")
        time.sleep(1.5)  # longer than a stop waits for a session that does nothing
        file.write(b"ada@school.example\n")
        file.close()
        assert sftp.stat("students.csv").st_size == 25
        assert gateway.process.wait(15) == 0
    (stored,) = bucket.objects(account.prefix)
    assert bucket.content(stored["name"]) == b"email\nada@school.example\n"
    assert gateway.wait_for("gateway.stopped")


def _is_refused(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=10).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:
        # It waited to be let in while the door was closed.
        return False
    return False


def test_a_stop_breaks_what_does_not_end_in_time(
    start_gateway: StartGateway, account: Account, bucket: Bucket
) -> None:
    gateway = start_gateway(GATEWAY_STOP_SECONDS="1")
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open("students.csv", "wb")
        file.write(b"email\n")
        assert gateway.stop() == 0
        file.close()
    broken = gateway.wait_for("upload.broken", login=account.user_name)
    assert broken["reason"] == "STOPPING"
    assert bucket.objects(account.prefix) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"GATEWAY_HOST_KEYS": ""}, "host_keys"),
        ({"GATEWAY_SUFFIXES": "csv"}, "suffixes"),
        ({"GATEWAY_LEGACY_ALGORITHMS": "ssh-dss"}, "ssh-dss"),
        ({"CARILLON_DROP_BUCKET": ""}, None),
    ],
)
def test_wrong_settings_are_named(
    emulator_env: EmulatorEnv, tmp_path: Path, changes: dict[str, str], says: str | None
) -> None:
    env = {
        **os.environ,
        **emulator_env.variables,
        "GATEWAY_PORT": "0",
        "GATEWAY_HOST_KEYS": str(tmp_path / "key"),
        **changes,
    }
    if says is None:
        del env["CARILLON_DROP_BUCKET"]
    done = subprocess.run(
        [sys.executable, "-m", "infra.gateway"],
        check=False,
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert (says or "CARILLON_DROP_BUCKET has to be set") in done.stderr
    assert "Traceback" not in done.stderr


def test_host_keys_are_made_for_its_owner_alone(gateway: RunningGateway) -> None:
    folder = gateway.keys
    shown = gateway.lines("gateway.ready")[0]["fingerprints"]
    assert [each.split()[0] for each in shown] == ["ssh-ed25519", "ssh-rsa"]
    assert (folder / "host_ed25519").stat().st_mode & 0o777 == 0o600
    with paramiko.Transport((LOOPBACK, gateway.port)) as transport:
        transport.connect()
        key = transport.get_remote_server_key()
        line = f"{key.get_name()} {key.get_base64()}"
    published = [path.read_text().strip() for path in folder.glob("host_*.pub")]
    assert line in published
