from __future__ import annotations

import base64
import random
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.errors import Permanent
from shared.rostering.logins import (
    hash_password,
    is_user_name,
    new_password,
    new_user_name,
    parse_public_key,
    verify_password,
)

SALT = bytes(range(16))


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def test_a_hash_is_scrypt_as_another_library_computes_it() -> None:
    digest = Scrypt(salt=SALT, length=32, n=2**14, r=8, p=1).derive(b"correct horse")
    stored = hash_password("correct horse", SALT)
    assert stored == f"$scrypt$ln=14,r=8,p=1${b64(SALT)}${b64(digest)}"
    assert verify_password("correct horse", stored)
    assert not verify_password("correct horse ", stored)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "x",
        "$scrypt$ln=30,r=8,p=1$AAAA$AAAA",
        "$scrypt$ln=14,r=8,p=1$AAAA$*",
        f"$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA${'A' * 43}",
    ],
)
def test_nothing_fits_what_is_no_hash(stored: str | None) -> None:
    assert not verify_password("", stored)
    assert not verify_password("x", stored)


@given(st.integers(0, 2**32))
@settings(max_examples=50)
def test_passwords_are_long_and_cannot_be_misread(seed: int) -> None:
    password = new_password(random.Random(seed).randbytes)  # noqa: S311  # a test's
    assert len(password) == 28
    assert password.isascii()
    assert password.isalnum()
    assert not set(password) & set("0O1lI")


def test_every_character_of_a_password_comes_as_often() -> None:
    generator = random.Random(5)  # noqa: S311  # a test's
    counts: dict[str, int] = {}
    for _ in range(2000):
        for character in new_password(generator.randbytes):
            counts[character] = counts.get(character, 0) + 1
    # 56,000 draws of 57 characters: 982 each, and 6 standard deviations to either side.
    assert len(counts) == 57
    assert 794 < min(counts.values()) < max(counts.values()) < 1171


@pytest.mark.parametrize(
    ("school", "start"),
    [
        ("Lincoln High School", "lincoln-high-school-"),
        ("École 42!", "cole-42-"),
        ("名前", "school-"),
        ("x" * 100, "x" * 32 + "-"),
    ],
)
def test_user_names_say_the_school(school: str, start: str) -> None:
    name = new_user_name(school, lambda count: bytes(range(count)))
    assert name == start + "aaaqeaye"
    assert is_user_name(name)


@given(st.text(max_size=60))
def test_every_school_gets_a_user_name_that_may_be_an_id(school: str) -> None:
    assert is_user_name(new_user_name(school, lambda count: b"\xff" * count))


@pytest.mark.parametrize("text", ["", "A", "a b", "a/b", "..", "__x__", "-a", "a-", "a" * 49, "é"])
def test_other_texts_are_no_user_names(text: str) -> None:
    assert not is_user_name(text)


@pytest.mark.parametrize(("kind", "bits"), [("ed25519", "256"), ("ecdsa", "384"), ("rsa", "2048")])
def test_a_key_has_the_fingerprint_that_openssh_shows(tmp_path: Path, kind: str, bits: str) -> None:
    key = tmp_path / "id"
    make = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "Ada L", "-f", str(key)]
    subprocess.run(make, check=True)
    public = key.with_suffix(".pub")
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(public)], check=True, capture_output=True, text=True
    ).stdout
    parsed = parse_public_key(public.read_text())
    assert parsed.fingerprint == shown.split()[1]
    assert "Ada" not in parsed.line


def test_keys_that_may_not_be(tmp_path: Path) -> None:
    weak = tmp_path / "weak"
    make = ["ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", str(weak)]
    subprocess.run(make, check=True)
    good = "AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
    assert parse_public_key(f"ssh-ed25519 {good}").fingerprint.startswith("SHA256:")
    for line, reason in [
        ("", "PUBLIC_KEY_INVALID"),
        ("ssh-ed25519", "PUBLIC_KEY_INVALID"),
        ("ssh-ed25519 ***", "PUBLIC_KEY_INVALID"),
        ("ssh-ed25519 AAAA", "PUBLIC_KEY_INVALID"),
        (f"ssh-rsa {good}", "PUBLIC_KEY_INVALID"),
        (f"ssh-dss {good}", "PUBLIC_KEY_TYPE"),
        (f'command="x" ssh-ed25519 {good}', "PUBLIC_KEY_TYPE"),
        (weak.with_suffix(".pub").read_text(), "PUBLIC_KEY_WEAK"),
    ]:
        with pytest.raises(Permanent) as refused:
            parse_public_key(line)
        assert refused.value.reason == reason, line
