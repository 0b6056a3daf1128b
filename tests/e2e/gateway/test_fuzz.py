"""Packets that make no sense: the gateway goes on, and nothing lands outside the login's place."""

from __future__ import annotations

import contextlib
import random
import re
import struct

import paramiko
import pytest

from tests.e2e.gateway.running import Account, Bucket, RunningGateway, paramiko_client

PACKETS = 120
NAMES = [
    *(b"a.csv", b"b.csv", b"b.csv.part", b"../x.csv", b"", b"/", b"\xff", b"n" * 300, b"a\0.csv"),
    *(b"/a/../b.csv", b"c.exe", b"schools/other/sis/x.csv"),
]
EXTENSIONS = [
    *(b"posix-rename@openssh.com", b"hardlink@openssh.com", b"statvfs@openssh.com"),
    *(b"fsync@openssh.com", b"limits@openssh.com", b"copy-data", b"ranges@asyncssh.com", b"zzz"),
]
OPEN, CLOSE, WRITE = 3, 4, 6


def text(raw: bytes) -> bytes:
    return struct.pack(">I", len(raw)) + raw


def handle(rng: random.Random) -> bytes:
    return text(struct.pack(">I", rng.randrange(4)))


def field(rng: random.Random) -> bytes:
    return rng.choice(
        [
            text(rng.choice(NAMES)),
            text(rng.choice(EXTENSIONS)),
            handle(rng),
            struct.pack(">I", rng.choice([0, 1, 2, 0x1A, 0x3F, 2**32 - 1])),
            struct.pack(">Q", rng.choice([0, 1, 100, 2**63, 2**64 - 1])),
            text(rng.randbytes(rng.randrange(2000))),
            rng.randbytes(rng.randrange(9)),
        ]
    )


def packet(rng: random.Random, number: int) -> bytes:
    shape, start = rng.random(), struct.pack(">I", number)
    if shape < 0.2:
        flags = rng.choice([0x1A, 0x02, 0x01, 0x3A])
        return bytes([OPEN]) + start + text(rng.choice(NAMES)) + struct.pack(">II", flags, 0)
    if shape < 0.4:
        offset = rng.choice([0, 10, 20, 2**40])
        return bytes([WRITE]) + start + handle(rng) + struct.pack(">Q", offset) + text(bytes(10))
    if shape < 0.5:
        return bytes([CLOSE]) + start + handle(rng)
    body = b"".join(field(rng) for _ in range(rng.randrange(5)))
    return bytes([rng.choice([*range(3, 24), 200, rng.randrange(256)])]) + start + body


def session(rng: random.Random, port: int, account: Account) -> None:
    with paramiko.Transport(("127.0.0.1", port)) as transport:
        transport.connect(username=account.user_name, password=account.password)
        channel = transport.open_session()
        channel.invoke_subsystem("sftp")
        channel.settimeout(20)
        channel.sendall(text(b"\x01" + struct.pack(">I", rng.choice([3, 3, 3, 0, 6]))))
        for number in range(PACKETS):
            whole = text(packet(rng, number))
            if rng.random() < 0.003:
                whole = struct.pack(">I", rng.choice([0, 2**31, 5_000_000])) + whole[4:]
            channel.sendall(whole)
            while channel.recv_ready():
                channel.recv(65_536)


@pytest.mark.parametrize("seed", range(8))
def test_nonsense_is_answered_and_lands_nowhere(
    gateway: RunningGateway, account: Account, bucket: Bucket, seed: int
) -> None:
    before = {stored["name"] for stored in bucket.objects("")}
    with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
        session(random.Random(seed), gateway.port, account)  # noqa: S311  # nonsense, not secrets
    gateway.wait_for("session.ended", login=account.user_name)
    for stored in bucket.objects(""):
        if stored["name"] not in before:
            name = stored["name"]
            assert re.fullmatch(re.escape(account.prefix) + r"[0-9]{8}t[a-z0-9-]+", name), name
    with paramiko_client(gateway.port, account) as sftp:
        sftp.open("after.csv", "wb").close()
    assert gateway.lines("gateway.fault") == []
