"""Sends files the way a student information system's own server does: with the OpenSSH client.

The password goes in by the client's own ask-password program, never as an argument; the gateway's
host key is checked against a known_hosts file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 120
PASSWORD_VARIABLE = "CARILLON_DEMO_SFTP_PASSWORD"  # noqa: S105  # a variable's name, no password
_ASK = f'#!/bin/sh\nprintf "%s\\n" "${PASSWORD_VARIABLE}"\n'


class SendError(Exception):
    """The client could not send; the text is the client's own last words."""


@dataclass(frozen=True, slots=True)
class SftpServer:
    """Where to send to.

    Attributes:
        host_keys: lines of public keys, ``ssh-ed25519 AAAA…``, by which it is recognized.
    """

    host: str
    port: int
    host_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SftpUser:
    """Who sends."""

    name: str
    password: str = field(repr=False)


def send(server: SftpServer, user: SftpUser, files: Sequence[Path], workshop: Path) -> None:
    """Put files into the login's root under their own names, in order, over one connection.

    Args:
        server: the gateway.
        user: the school's login.
        files: whose names are what the gateway is told.
        workshop: a folder for the client's own small files.

    Raises:
        SendError: there is no client, or it was refused or gave up.
    """
    client = shutil.which("sftp")
    if client is None:
        raise SendError("the OpenSSH client `sftp` is missing")
    workshop.mkdir(parents=True, exist_ok=True)
    known, ask, batch = (workshop / name for name in ("known_hosts", "ask-password", "batch"))
    known.write_text("".join(f"[{server.host}]:{server.port} {k}\n" for k in server.host_keys))
    ask.write_text(_ASK)
    ask.chmod(0o700)
    batch.write_text("".join(f'put "{path}" "{path.name}"\n' for path in files))
    # BatchMode stands before -b, which would switch it on and with it every password off.
    command = [
        *(client, "-F", "none", "-P", str(server.port), "-o", "BatchMode=no"),
        *("-o", "StrictHostKeyChecking=yes", "-o", f"UserKnownHostsFile={known}"),
        *("-o", "GlobalKnownHostsFile=none", "-o", "IdentityAgent=none"),
        *("-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"),
        *("-b", str(batch), f"{user.name}@{server.host}"),
    ]
    _run(command, user, ask)


def _run(command: Sequence[str], user: SftpUser, ask: Path) -> None:
    env = {
        **os.environ,
        "SSH_ASKPASS": str(ask),
        "SSH_ASKPASS_REQUIRE": "force",
        PASSWORD_VARIABLE: user.password,
    }
    try:
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SendError(f"sftp took over {SECONDS} s") from error
    if done.returncode != 0:
        raise SendError(f"sftp ended with {done.returncode}: {done.stderr.strip()[-500:]}")
