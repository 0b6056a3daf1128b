"""A gateway started as a process, the real clients that drive it, and what they left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import paramiko

from infra.local.loopback import PLAINLY

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30.0

T = TypeVar("T")


class RunningGateway:
    """One gateway process and every audit line that it has printed."""

    def __init__(self, variables: Mapping[str, str], folder: Path, keys: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        paths = f"{keys / 'host_ed25519'},{keys / 'host_rsa'}"
        own = {"GATEWAY_PORT": "0", "GATEWAY_HOST_KEYS": paths, "GATEWAY_CACHE_SECONDS": "0"}
        self.folder = folder
        self.keys = keys
        self.stderr = (folder / "stderr.txt").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "infra.gateway"],
            cwd=ROOT,
            env={**os.environ, **own, **variables},
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            text=True,
        )
        self._lines: list[dict[str, Any]] = []
        self._raw: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = int(self.wait_for("gateway.ready")["port"])

    @property
    def output(self) -> str:
        """Everything on standard output and error so far."""
        with self._changed:
            return "".join(self._raw) + (self.folder / "stderr.txt").read_text()

    def lines(self, event: str | None = None, **fields: object) -> list[dict[str, Any]]:
        """The audit lines so far that have these fields."""
        with self._changed:
            return [line for line in self._lines if _fits(line, event, fields)]

    def wait_for(self, event: str, **fields: object) -> dict[str, Any]:
        """The first line that has these fields, once it is there."""
        return self.wait_for_all(1, event, **fields)[0]

    def wait_for_all(self, count: int, event: str, **fields: object) -> list[dict[str, Any]]:
        until = time.monotonic() + PATIENCE
        with self._changed:
            while True:
                found = [line for line in self._lines if _fits(line, event, fields)]
                if len(found) >= count:
                    return found
                left = until - time.monotonic()
                if left <= 0 or not self._changed.wait(min(left, 1.0)):
                    near = [line for line in self._lines if _fits(line, None, fields)]
                    assert left > 0, f"{len(found)} of {count} {event}; {near or self._lines[-5:]}"

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self.stderr.close()
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._raw.append(line)
                self._lines.append(json.loads(line))
                self._changed.notify_all()


def _fits(line: Mapping[str, Any], event: str | None, fields: Mapping[str, object]) -> bool:
    return (event is None or line["event"] == event) and all(
        line.get(name) == value for name, value in fields.items()
    )


@dataclass(frozen=True)
class Account:
    """A login with what its owner was given."""

    user_name: str
    password: str
    school: str
    connection: str

    @property
    def prefix(self) -> str:
        return f"schools/{self.school}/{self.connection}/"


@dataclass(frozen=True)
class Bucket:
    """The drop bucket, read over its own REST interface."""

    url: str
    name: str

    def objects(self, prefix: str) -> list[dict[str, Any]]:
        answer = httpx.get(
            f"{self.url}/storage/v1/b/{self.name}/o", params={"prefix": prefix}, **PLAINLY
        )
        answer.raise_for_status()
        return list(answer.json().get("items", []))

    def content(self, object_name: str) -> bytes:
        answer = httpx.get(
            f"{self.url}/storage/v1/b/{self.name}/o/{quote(object_name, safe='')}",
            params={"alt": "media"},
            **PLAINLY,
        )
        answer.raise_for_status()
        return answer.content


@dataclass(frozen=True)
class OpenSsh:
    """OpenSSH's own clients against one gateway. The password goes in by an ask-pass program."""

    port: int
    folder: Path

    def sftp(self, account: Account, batch: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run a batch, one command a line; the first that fails ends it."""
        script = self.folder / "batch.txt"
        script.write_text(batch)
        # The batch comes first: -b turns passwords off, and the first setting of an option wins.
        command = ["sftp", "-oBatchMode=no", "-b", str(script), "-P", str(self.port)]
        return self._run(account, [*command, *self._options(), *options, self._target(account)])

    def scp(
        self, account: Account, source: Path, target: str, *options: str
    ) -> subprocess.CompletedProcess[str]:
        command = ["scp", "-P", str(self.port), *self._options(), *options, str(source)]
        return self._run(account, [*command, f"{self._target(account)}:{target}"])

    def ssh(self, account: Account, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["ssh", "-p", str(self.port), *self._options(), self._target(account), *words]
        return self._run(account, command)

    def _target(self, account: Account) -> str:
        return f"{account.user_name}@127.0.0.1"

    def _options(self) -> list[str]:
        known = self.folder / "known_hosts"
        return [
            *("-F", "none", "-oStrictHostKeyChecking=accept-new"),
            *("-o", f"UserKnownHostsFile={known}", "-oNumberOfPasswordPrompts=1"),
            *("-oIdentityAgent=none", "-oIdentitiesOnly=yes", "-oConnectTimeout=20"),
        ]

    def _run(self, account: Account, command: list[str]) -> subprocess.CompletedProcess[str]:
        asker = self.folder / "ask-pass"
        asker.write_text('#!/bin/sh\nprintf "%s\\n" "$CARILLON_TEST_PASSWORD"\n')
        asker.chmod(0o700)
        env = {
            **os.environ,
            "SSH_ASKPASS": str(asker),
            "SSH_ASKPASS_REQUIRE": "force",
            "CARILLON_TEST_PASSWORD": account.password,
        }
        return subprocess.run(
            command,
            check=False,
            env=env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
        )


@contextmanager
def paramiko_client(
    port: int, account: Account, **options: object
) -> Iterator[paramiko.SFTPClient]:
    """An SFTP session of paramiko's, without any key of this machine's user."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507  # made a moment ago
    wanted: dict[str, Any] = {
        "password": account.password,
        "allow_agent": False,
        "look_for_keys": False,
        "timeout": 20,
        "banner_timeout": 20,
        "auth_timeout": 20,
        **options,
    }
    try:
        client.connect("127.0.0.1", port, account.user_name, **wanted)
        yield client.open_sftp()
    finally:
        client.close()


def eventually(look: Callable[[], T | None], seconds: float = PATIENCE) -> T:
    """The first truthy answer of ``look``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def is_hung_up_on(port: int) -> bool:
    """True when a new connection is closed without a word."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        try:
            return line.recv(64) == b""
        except ConnectionResetError:
            return True
