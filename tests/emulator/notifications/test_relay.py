"""The mail edge against real SMTP servers: each way to fail has one outcome."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from infra.local.ports import LOOPBACK, free_port
from shared.notifications.mail import Mail, Relay, RelaySettings
from shared.notifications.model import (
    Accepted,
    Deferred,
    Language,
    Letter,
    NotClaimed,
    Outcome,
    Refused,
    Unanswered,
)
from tests.emulator.notifications.deliveries import START, relay_settings
from tests.emulator.notifications.relays import HANG_UP, ScriptedRelay, serve

if TYPE_CHECKING:
    from pathlib import Path

LETTER = Letter("Peña School: listo", "Señal\n.dot\n", '<p lang="es">Señal</p>')
PASSWORD = "correct horse"
MAIL = Mail("ab12", "office@lincoln.example", Language.ES, LETTER, START)


class Claims:
    """Counts how often the notice was claimed, and how many contents had come by then."""

    def __init__(self, relay: ScriptedRelay, *, granted: bool = True) -> None:
        self.relay = relay
        self.granted = granted
        self.contents_before: list[int] = []

    def __call__(self) -> bool:
        self.contents_before.append(len(self.relay.contents))
        return self.granted


def send(relay: ScriptedRelay, mail: Mail = MAIL) -> tuple[Outcome, int]:
    claims = Claims(relay)
    outcome = Relay(relay_settings(relay.port)).send(mail, claims)
    return outcome, len(claims.contents_before)


def test_an_accepted_mail_arrives_as_it_was_written(relay: ScriptedRelay) -> None:
    assert send(relay) == (Accepted(), 1)
    [(to, _)] = relay.contents
    [message] = relay.messages()
    assert to == "office@lincoln.example"
    assert message["Subject"] == "Peña School: listo"
    assert message["From"] == "Carillon <carillon@lincoln.example>"
    assert message["To"] == "office@lincoln.example"
    assert message["Message-ID"] == "<ab12@lincoln.example>"
    assert message["Date"].datetime == START
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "es"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Señal", ".dot"]
    assert html.get_content().strip() == '<p lang="es">Señal</p>'
    assert relay.contents[0][1].isascii()


def test_the_claim_comes_after_everything_but_the_content(relay: ScriptedRelay) -> None:
    claims = Claims(relay, granted=False)
    assert Relay(relay_settings(relay.port)).send(MAIL, claims) == NotClaimed()
    assert claims.contents_before == [0]
    assert relay.contents == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 try later", Deferred("SMTP_RCPT_451")),
        ("550 no such user", Refused("SMTP_RCPT_550")),
        (HANG_UP, Deferred("SMTP_RCPT_LOST")),
    ],
)
def test_what_fails_at_the_recipient_claims_nothing(
    relay: ScriptedRelay, answer: str, outcome: Outcome
) -> None:
    relay.rcpt = lambda _: answer
    assert send(relay) == (outcome, 0)


@pytest.mark.parametrize("code", ["451", "550"])
def test_what_the_relay_holds_against_us_is_tried_again(relay: ScriptedRelay, code: str) -> None:
    relay.mail = lambda: f"{code} not you"
    assert send(relay) == (Deferred(f"SMTP_MAIL_{code}"), 0)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 try later", Deferred("SMTP_DATA_451")),
        ("554 no", Refused("SMTP_DATA_554")),
        (HANG_UP, Deferred("SMTP_DATA_LOST")),
    ],
)
def test_what_fails_before_the_content_leaves_is_certain(
    relay: ScriptedRelay, answer: str, outcome: Outcome
) -> None:
    relay.data_command = answer
    assert send(relay) == (outcome, 1)
    assert relay.contents == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 try later", Deferred("SMTP_CONTENT_451")),
        ("552 too big", Refused("SMTP_CONTENT_552")),
        (HANG_UP, Unanswered("SMTP_UNANSWERED")),
    ],
)
def test_only_a_missing_answer_to_the_content_leaves_a_doubt(
    relay: ScriptedRelay, answer: str, outcome: Outcome
) -> None:
    relay.content = lambda: answer
    assert send(relay) == (outcome, 1)


def test_a_relay_that_is_not_there_is_tried_again() -> None:
    nobody = ScriptedRelay(port=free_port())
    assert send(nobody) == (Deferred("SMTP_CONNECT_LOST"), 0)


def test_a_district_without_a_relay_is_told_so() -> None:
    unset = replace(relay_settings(25), host="")
    assert Relay(unset).send(MAIL, lambda: True) == Deferred("RELAY_NOT_SET")
    nobody = replace(relay_settings(25), sender="")
    assert Relay(nobody).send(MAIL, lambda: True) == Deferred("RELAY_NOT_SET")


@pytest.mark.parametrize(
    "address",
    ["office", "a b@c.example", "x@c.example\r\nBcc: y@c.example", "", "ü@c.example", "<x@c.d>"],
)
def test_what_is_no_address_is_never_given_to_the_relay(relay: ScriptedRelay, address: str) -> None:
    assert send(relay, replace(MAIL, address=address)) == (Refused("ADDRESS_INVALID"), 0)


def test_a_password_is_in_no_text_of_the_settings() -> None:
    assert "hunter2" not in repr(replace(relay_settings(25), password="hunter2"))


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for the loopback address, and the certificate to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.lincoln.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "relay.pem", tmp_path / "relay.key"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context, chain


def logged_in(relay: ScriptedRelay, *, password: str) -> RelaySettings:
    return replace(
        relay_settings(relay.port), starttls=True, username="carillon", password=password
    )


def test_the_password_goes_over_a_trusted_connection_only(
    authority: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, chain = authority
    with serve(ScriptedRelay(), context) as relay:
        untrusted = Relay(logged_in(relay, password=PASSWORD)).send(MAIL, lambda: True)
        assert untrusted == Deferred("SMTP_STARTTLS_LOST")
        monkeypatch.setenv("SSL_CERT_FILE", str(chain))
        wrong = Relay(logged_in(relay, password="wrong")).send(MAIL, lambda: True)
        assert wrong == Deferred("SMTP_AUTH_535")
        assert relay.logins == []
        assert Relay(logged_in(relay, password=PASSWORD)).send(MAIL, lambda: True) == Accepted()
        assert relay.logins == ["carillon"]
        assert relay.encrypted == [True]


def test_a_relay_that_offers_no_encryption_gets_neither_password_nor_mail(
    relay: ScriptedRelay,
) -> None:
    assert Relay(logged_in(relay, password=PASSWORD)).send(MAIL, lambda: True) == Deferred(
        "SMTP_STARTTLS_LOST"
    )
    assert relay.contents == []


def test_a_password_is_never_sent_in_the_clear(relay: ScriptedRelay) -> None:
    settings = replace(logged_in(relay, password=PASSWORD), starttls=False)
    assert Relay(settings).send(MAIL, lambda: True) == Deferred("LOGIN_NEEDS_STARTTLS")
