"""ID tokens: genuine ones are read, and every forged one is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from shared.cloud.firebase_tokens import FirebaseTokens
from shared.cloud.id_tokens import EventTokens, IdTokens
from shared.kernel.errors import Unauthenticated

PROJECT = "district-one"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
CLAIMS: Mapping[str, Any] = {
    "iss": f"https://securetoken.google.com/{PROJECT}",
    "aud": PROJECT,
    "sub": "uid1",
    "iat": SECONDS - 60,
    "auth_time": SECONDS - 60,
    "exp": SECONDS + 3_540,
}


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    del name
    return rsa.generate_private_key(65_537, 2_048)


@cache
def certificate(name: str) -> str:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key(name).public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=10_000))
        .sign(key(name), hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed(
    claims: Mapping[str, Any], *, by: str = "google", header: Mapping[str, Any] | None = None
) -> str:
    head = part(header if header is not None else {"alg": "RS256", "kid": "google", "typ": "JWT"})
    text = f"{head}.{part(claims)}"
    signature = key(by).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def tokens(*, emulated: bool = False, now: datetime = NOW) -> IdTokens:
    kept = ({"google": certificate("google")}, timedelta(hours=1))
    return IdTokens(FirebaseTokens(PROJECT, lambda: now, lambda: kept, emulated=emulated))


def refusal(verifier: IdTokens, token: str) -> str:
    with pytest.raises(Unauthenticated) as refused:
        verifier.claims_of(token)
    return refused.value.reason


def test_a_genuine_token_is_read() -> None:
    assert tokens().claims_of(signed(CLAIMS)) == CLAIMS


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-project"},
        {"aud": [PROJECT]},
        {"iss": "https://securetoken.google.com/another-project"},
        {"iss": f"https://securetoken.google.com/{PROJECT}/"},
        {"iss": "https://accounts.google.com"},
        {"sub": ""},
        {"sub": None},
        {"sub": "u" * 129},
        {"iat": SECONDS + 600},
        {"auth_time": SECONDS + 600},
        {"nbf": SECONDS + 600},
        {"auth_time": None},
        {"exp": str(SECONDS + 3_540)},
        {"exp": True},
    ],
)
def test_a_genuine_signature_under_wrong_claims_is_refused(changes: dict[str, Any]) -> None:
    assert refusal(tokens(), signed({**CLAIMS, **changes})) == "TOKEN_INVALID"


def test_an_old_token_is_told_from_a_false_one() -> None:
    later = tokens(now=NOW + timedelta(hours=2))
    assert refusal(later, signed(CLAIMS)) == "TOKEN_EXPIRED"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "google"},
        {"alg": "HS256", "kid": "google"},
        {"alg": "RS256"},
        {"alg": "RS256", "kid": "unknown"},
        {"alg": "RS256", "kid": ["google"]},
        {"alg": "rs256", "kid": "google"},
        {},
        [],
    ],
)
def test_a_header_that_asks_for_less_is_refused(header: Any) -> None:
    assert refusal(tokens(), signed(CLAIMS, header=header)) == "TOKEN_INVALID"


def test_another_key_a_changed_claim_and_a_cut_signature_are_refused() -> None:
    genuine = signed(CLAIMS)
    head, _, signature = genuine.split(".")
    forged = [
        signed(CLAIMS, by="somebody"),
        f"{head}.{part({**CLAIMS, 'sub': 'owner'})}.{signature}",
        f"{genuine[:-8]}",
        f"{head}.{part(CLAIMS)}.",
        f"{genuine}.x",
        "x.y.z",
        "...",
        "a" * 9_000,
    ]
    for token in forged:
        assert refusal(tokens(), token) == "TOKEN_INVALID"
    assert refusal(tokens(), "") == "TOKEN_MISSING"


def test_a_hash_with_the_public_key_as_its_secret_is_refused() -> None:
    text = f"{part({'alg': 'HS256', 'kid': 'google'})}.{part(CLAIMS)}"
    made = hmac.new(certificate("google").encode(), text.encode(), hashlib.sha256).digest()
    token = f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"
    assert refusal(tokens(), token) == "TOKEN_INVALID"


def test_unsigned_tokens_pass_on_the_local_stack_only_and_signed_ones_do_not() -> None:
    unsigned = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(CLAIMS)}."
    assert tokens(emulated=True).claims_of(unsigned) == CLAIMS
    assert refusal(tokens(), unsigned) == "TOKEN_INVALID"
    assert refusal(tokens(emulated=True), signed(CLAIMS)) == "TOKEN_INVALID"
    wrong = f"{part({'alg': 'none'})}.{part({**CLAIMS, 'aud': 'x'})}."
    assert refusal(tokens(emulated=True), wrong) == "TOKEN_INVALID"


FUNCTION = "https://account-before-create-123.us-central1.run.app"
EVENT = {**{k: v for k, v in CLAIMS.items() if k != "auth_time"}, "aud": FUNCTION}


def events(*, emulated: bool = False) -> EventTokens:
    kept = ({"google": certificate("google")}, timedelta(hours=1))
    return EventTokens(FirebaseTokens(PROJECT, lambda: NOW, lambda: kept, emulated=emulated))


def refused_event(token: str, *, emulated: bool = False) -> str:
    with pytest.raises(Unauthenticated) as refused:
        events(emulated=emulated).claims_of(token, FUNCTION)
    return refused.value.reason


def test_an_event_for_exactly_this_function_is_read() -> None:
    assert events().claims_of(signed(EVENT), FUNCTION) == EVENT


@pytest.mark.parametrize(
    "changes",
    [
        # Other functions of the same project, and what only looks like this one.
        {"aud": "https://account-before-sign-in-123.us-central1.run.app"},
        {"aud": f"{FUNCTION}/"},
        {"aud": f"{FUNCTION}.evil.example"},
        {"aud": FUNCTION.upper()},
        {"aud": FUNCTION.replace("https", "http")},
        {"aud": [FUNCTION]},
        {"aud": "run.app"},
        {"aud": PROJECT},
        {"aud": None},
        {"iss": "https://securetoken.google.com/another-project"},
        {"iss": "https://accounts.google.com"},
        {"iss": None},
        {"sub": ""},
        {"sub": 7},
        {"iat": SECONDS + 600},
        {"nbf": SECONDS + 600},
        {"exp": None},
        {"exp": str(SECONDS + 600)},
    ],
)
def test_an_event_for_anybody_else_is_refused(changes: dict[str, Any]) -> None:
    assert refused_event(signed({**EVENT, **changes})) == "TOKEN_INVALID"


def test_an_event_that_is_over_forged_or_unsigned_is_refused() -> None:
    assert refused_event(signed({**EVENT, "exp": SECONDS - 60})) == "TOKEN_EXPIRED"
    unsigned = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(EVENT)}."
    for token in (
        signed(EVENT, by="somebody"),
        signed(EVENT, header={"alg": "none", "kid": "google"}),
        signed(EVENT, header={"alg": "HS256", "kid": "google"}),
        signed(EVENT, header={"alg": "RS256", "kid": "unknown"}),
        signed(EVENT, header={"alg": "RS256"}),
        unsigned,
        "a" * 70_000,
    ):
        assert refused_event(token) == "TOKEN_INVALID"
    assert refused_event("") == "TOKEN_MISSING"
    # The emulator's own counts on the local stack, and a signed one does not.
    assert events(emulated=True).claims_of(unsigned, FUNCTION) == EVENT
    assert refused_event(signed(EVENT), emulated=True) == "TOKEN_INVALID"


def test_certificates_are_fetched_once_while_they_may_be_kept() -> None:
    fetched: list[datetime] = []
    now = [NOW]

    def fetch() -> tuple[Mapping[str, str], timedelta]:
        fetched.append(now[0])
        return {"google": certificate("google")}, timedelta(minutes=10)

    verifier = IdTokens(FirebaseTokens(PROJECT, lambda: now[0], fetch))
    for minutes in (0, 5, 9, 11, 12):
        now[0] = NOW + timedelta(minutes=minutes)
        verifier.claims_of(signed(CLAIMS))
    assert fetched == [NOW, NOW + timedelta(minutes=11)]
