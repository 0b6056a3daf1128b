"""The keys by which clients recognize the gateway: read from files, made only in a demo project."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

import asyncssh

from shared.settings import DEMO_PREFIX

RSA_BITS = 3072


class HostKeyMissing(Exception):  # noqa: N818  # reads as what happened
    """A host key's file isn't there and may not be made; the text names the file."""


def load_host_keys(paths: Sequence[Path], project: str) -> list[asyncssh.SSHKey]:
    """Read the keys, in order; in a demo project a missing file is made first.

    A path whose name has ``rsa`` in it becomes RSA of 3,072 bits, any other ed25519.

    Raises:
        HostKeyMissing: in any other project: a new key would look like an attack to every client.
    """
    for path in paths:
        if path.exists():
            continue
        if not project.startswith(DEMO_PREFIX):
            raise HostKeyMissing(f"host key {path} is not there; mount the secret that holds it")
        make_host_key(path)
    return [asyncssh.read_private_key(path) for path in paths]


def key_pairs(
    keys: Sequence[asyncssh.SSHKey], signatures: Collection[bytes]
) -> list[asyncssh.SSHKeyPair]:
    """The keys as a server takes them, signing with nothing but ``signatures``."""
    pairs = list(asyncssh.load_keypairs(list(keys)))
    for pair in pairs:
        pair.host_key_algorithms = [name for name in pair.host_key_algorithms if name in signatures]
    return pairs


def make_host_key(path: Path) -> None:
    """Write a new private key that only its owner may read, and its public half beside it."""
    if "rsa" in path.name:
        key = asyncssh.generate_private_key("ssh-rsa", comment="", key_size=RSA_BITS)
    else:
        key = asyncssh.generate_private_key("ssh-ed25519", comment="")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key.export_private_key())
    path.with_name(path.name + ".pub").write_bytes(key.export_public_key())


def fingerprints(keys: Sequence[asyncssh.SSHKey]) -> list[str]:
    """``ssh-ed25519 SHA256:…`` of each key, as clients show them."""
    return [f"{key.get_algorithm()} {key.get_fingerprint()}" for key in keys]
