"""A connection cut at byte k of n leaves no object, no event, and says so."""

from __future__ import annotations

import contextlib
import random
import select
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import paramiko
import pytest

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK, free_port
from infra.local.process import Child
from infra.local.pubsub import SUBSCRIPTION, TOPIC, create_subscription, pubsub_spec
from infra.local.storage import create_bucket, storage_spec
from infra.local.toolchain import require
from tests.e2e.gateway.conftest import NewAccount
from tests.e2e.gateway.running import Account, Bucket, RunningGateway, eventually, paramiko_client
from tests.support.emulators import EmulatorEnv

SEEDS = range(2026_11_22, 2026_11_22 + 20)
DATA = random.Random(1).randbytes(2_500_000)  # noqa: S311  # bytes, not secrets


class CuttingProxy:
    """Passes a connection on until ``limit`` bytes went from the client, then resets both ends."""

    def __init__(self, target: int, limit: int | None) -> None:
        self.passed = 0
        self._target = target
        self._limit = limit
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        self._listener.close()
        server = socket.create_connection((LOOPBACK, self._target))
        threading.Thread(target=self._pass_back, args=(server, client), daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(16_384):
                left = len(data) if self._limit is None else self._limit - self.passed
                server.sendall(data[:left])
                self.passed += min(left, len(data))
                if self.passed == self._limit:
                    for end in (server, client):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
        for end in (server, client):
            end.close()

    @staticmethod
    def _pass_back(server: socket.socket, client: socket.socket) -> None:
        # A socket that a thread waits on in recv is not really closed until that wait ends.
        with contextlib.suppress(OSError, ValueError):
            while True:
                if not select.select([server], [], [], 0.05)[0]:
                    continue
                data = server.recv(16_384)
                if not data:
                    return
                client.sendall(data)


class Events:
    """What the bucket told the topic, taken off its subscription."""

    def __init__(self, host: str, project: str) -> None:
        self._url = f"http://{host}/v1/projects/{project}/subscriptions/{SUBSCRIPTION}"

    def pull(self) -> list[str]:
        answer = httpx.post(
            f"{self._url}:pull",
            json={"maxMessages": 100, "returnImmediately": True},
            **PLAINLY,
            timeout=20,
        )
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json().get("receivedMessages", [])
        if messages:
            taken = {"ackIds": [message["ackId"] for message in messages]}
            httpx.post(f"{self._url}:acknowledge", json=taken, **PLAINLY).raise_for_status()
        return [message["message"]["attributes"]["objectId"] for message in messages]


@pytest.fixture(scope="module")
def watched(
    emulator_env: EmulatorEnv, tmp_path_factory: pytest.TempPathFactory, host_keys: Path
) -> Iterator[tuple[RunningGateway, Bucket, Events]]:
    """A gateway on a bucket of its own whose events can be read."""
    folder = tmp_path_factory.mktemp("watched")
    tools, name = require(), "watched-drop"
    pubsub, storage = free_port(), free_port()
    told = (f"{LOOPBACK}:{pubsub}", emulator_env.project, TOPIC, name)
    children = [
        Child(pubsub_spec(tools, pubsub), folder),
        Child(storage_spec(tools, storage, folder / "objects", told), folder),
    ]
    try:
        children[0].wait_ready()
        create_subscription(told[0], emulator_env.project)
        children[1].wait_ready()
        url = f"http://{LOOPBACK}:{storage}"
        create_bucket(url, emulator_env.project, name)
        changed = {
            **emulator_env.variables,
            "STORAGE_EMULATOR_HOST": url,
            "CARILLON_DROP_BUCKET": name,
            "GATEWAY_BAN_ADDRESS_AFTER": "100000",
        }
        gateway = RunningGateway(changed, folder / "gateway", host_keys)
        yield gateway, Bucket(url, name), Events(told[0], emulator_env.project)
        assert gateway.stop() == 0
        assert gateway.lines("gateway.fault") == []
    finally:
        for child in children:
            child.kill()


def test_a_cut_leaves_nothing_and_says_so(
    watched: tuple[RunningGateway, Bucket, Events], new_account: NewAccount
) -> None:
    gateway, bucket, events = watched
    bounds = {}
    for name in ("students.csv", "students.csv.part"):
        whole = CuttingProxy(gateway.port, None)
        account = new_account()
        with paramiko_client(whole.port, account) as sftp:
            file = sftp.open(name, "wb")
            first = whole.passed
            file.set_pipelined(True)
            file.write(DATA)
            sftp.stat(".")  # answered after every write before it
            # Key exchanges differ by a few bytes, so the cuts keep away from both ends by some.
            bounds[name] = (first + 200, whole.passed - 200)
            file.close()
            if name.endswith(".part"):
                sftp.rename(name, "students.csv")
        (stored,) = bucket.objects(account.prefix)
        assert bucket.content(stored["name"]) == DATA
        assert eventually(events.pull) == [stored["name"]]

    for seed in SEEDS:
        name = list(bounds)[seed % 2]
        cut = random.Random(seed).randrange(*bounds[name])  # noqa: S311
        _put_and_cut(gateway.port, account := new_account(), name, cut)
        where = f"seed {seed}, {name} cut at {cut} of {bounds[name]}"
        broken = gateway.wait_for("upload.broken", login=account.user_name)
        assert broken["reason"] == "CONNECTION_LOST", where
        assert broken["bytes"] < len(DATA), where
        ended = gateway.wait_for("session.ended", login=account.user_name)
        assert (ended["published"], ended["broken"]) == (0, 1), where
        assert bucket.objects(account.prefix) == [], where

    # A whole file after them all: its event is the only one, so none of theirs is on its way.
    account = new_account()
    with paramiko_client(gateway.port, account) as sftp:
        sftp.open("after.csv", "wb").close()
    (stored,) = bucket.objects(account.prefix)
    assert eventually(events.pull) == [stored["name"]]


def _put_and_cut(port: int, account: Account, name: str, cut: int) -> None:
    with (
        contextlib.suppress(OSError, EOFError, paramiko.SSHException),
        paramiko_client(CuttingProxy(port, cut).port, account) as sftp,
    ):
        file = sftp.open(name, "wb")
        file.set_pipelined(True)
        file.write(DATA)
        file.close()


def test_an_open_handle_at_a_polite_end_is_broken_too(
    gateway: RunningGateway, new_account: NewAccount, bucket: Bucket
) -> None:
    account = new_account()
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open("students.csv", "wb")
        file.write(b"email\n")
        channel = sftp.get_channel()
        assert channel is not None
        channel.close()
    broken = gateway.wait_for("upload.broken", login=account.user_name)
    assert (broken["reason"], broken["bytes"]) == ("SESSION_ENDED", 6)
    assert bucket.objects(account.prefix) == []
