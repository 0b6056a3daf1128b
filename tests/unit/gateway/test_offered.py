from __future__ import annotations

import asyncio
import re
from pathlib import Path

import asyncssh
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pydantic import ValidationError

from infra.gateway.algorithms import LEGACY, offered, signatures
from infra.gateway.host_keys import HostKeyMissing, key_pairs, load_host_keys
from infra.gateway.settings import GatewaySettings
from infra.gateway.upload import spoken

WEAK = re.compile(r"sha1|cbc|md5|arcfour|3des|blowfish|cast|ssh-dss|^ssh-rsa$|group1-")


def test_nothing_weak_is_offered_unless_it_is_opted_in_to() -> None:
    for names in offered(()).values():
        assert isinstance(names, list)
        assert not [name for name in names if WEAK.search(name)]
    both = offered(LEGACY)
    assert {name for names in both.values() for name in names if WEAK.search(name)} == LEGACY  # type: ignore[attr-defined]


@pytest.mark.parametrize("legacy", [frozenset(), LEGACY])
def test_asyncssh_knows_every_name(legacy: frozenset[str]) -> None:
    async def listen() -> None:
        key = asyncssh.generate_private_key("ssh-ed25519")
        pairs = key_pairs([key], signatures(legacy))
        acceptor = await asyncssh.listen("127.0.0.1", 0, server_host_keys=pairs, **offered(legacy))
        acceptor.close()

    asyncio.run(listen())


def test_host_keys_are_made_once_and_only_in_a_demo_project(tmp_path: Path) -> None:
    paths = [tmp_path / "new" / "host_ed25519", tmp_path / "new" / "host_rsa"]
    with pytest.raises(HostKeyMissing, match="host_ed25519"):
        load_host_keys(paths, "lincoln-district")
    made = load_host_keys(paths, "demo-carillon")
    assert [key.get_algorithm() for key in made] == ["ssh-ed25519", "ssh-rsa"]
    rsa = made[1].pyca_key
    assert isinstance(rsa, RSAPrivateKey)
    assert rsa.key_size == 3072
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths)
    again = load_host_keys(paths, "lincoln-district")
    assert [key.get_fingerprint() for key in again] == [key.get_fingerprint() for key in made]


def test_settings_are_read_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_HOST_KEYS", "/run/a, /run/b")
    monkeypatch.setenv("GATEWAY_SUFFIXES", ".CSV,.zip")
    own = GatewaySettings()  # type: ignore[call-arg]  # from the environment
    assert own.host_keys == (Path("/run/a"), Path("/run/b"))
    assert own.suffixes == (".csv", ".zip")
    assert (own.port, own.max_file_bytes) == (2022, 52_428_800)
    monkeypatch.setenv("GATEWAY_LEGACY_ALGORITHMS", "ssh-dss")
    with pytest.raises(ValidationError, match="ssh-dss"):
        GatewaySettings()  # type: ignore[call-arg]  # the same


@pytest.mark.parametrize(
    ("count", "said"),
    [(52_428_800, "50 MiB"), (1 << 30, "1 GiB"), (4096, "4 KiB"), (1_000, "1,000 bytes")],
)
def test_sizes_are_said_as_people_say_them(count: int, said: str) -> None:
    assert spoken(count) == said
