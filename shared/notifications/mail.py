"""The edge to the district's SMTP relay: one message, one recipient, step by step.

Everything that can go wrong before the content leaves is found out first; then the caller claims
the notice; then the content goes. So a crash leaves as few doubts as the protocol allows.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

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

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

COMMAND_SECONDS = 15.0
"""How long each step before the content may take."""

ANSWER_SECONDS = 60.0
"""How long the relay may think about the content; well within the lease of a notice."""

_MAY_GO_ON = 354
_OK = range(200, 300)
_LATER = range(400, 500)
_NEVER = range(500, 600)

_POLICY = SMTP.clone(cte_type="7bit")
"""Seven-bit content, so that no relay on the way has to re-encode a name with accents."""


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """Where mail goes out.

    Attributes:
        host: empty when the district has not set one; every message is then deferred.
        sender: ``Name <address>``.
    """

    host: str
    port: int
    starttls: bool
    username: str
    sender: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one recipient.

    Attributes:
        notice_id: makes the Message-ID, so that a second copy would be known as one.
        sent: what the Date header says.
    """

    notice_id: str
    address: str
    language: Language
    letter: Letter
    sent: datetime


class Relay:
    """Hands messages to the relay of the settings."""

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings

    def send(self, mail: Mail, claim: Callable[[], bool]) -> Outcome:
        """Send one message.

        Args:
            mail: what goes to whom.
            claim: called once, when nothing but the content is left to send; False stops it there.

        Returns:
            `Refused` and `Deferred` carry ``SMTP_<step>_<code>`` or ``SMTP_<step>_LOST``; no text
            of the relay's, which may hold the address.
        """
        sender = parseaddr(self._settings.sender)[1]
        if not self._settings.host or "@" not in sender:
            return Deferred("RELAY_NOT_SET")
        if self._settings.username and not self._settings.starttls:
            return Deferred("LOGIN_NEEDS_STARTTLS")
        try:
            to = validate_email(
                mail.address, check_deliverability=False, globally_deliverable=False
            ).ascii_email
        except EmailNotValidError:
            to = None
        if to is None:
            return Refused("ADDRESS_INVALID")
        content = compose(mail, self._settings.sender, to)
        smtp = self._connect(_domain(sender))
        if isinstance(smtp, Deferred):
            return smtp
        try:
            stopped = self._address(smtp, sender, to)
            if stopped is not None:
                return stopped
            return _transmit(smtp, content) if claim() else NotClaimed()
        finally:
            _hang_up(smtp)

    def _connect(self, own_name: str) -> smtplib.SMTP | Deferred:
        """Reach the relay, whose certificate is later held against this host name."""
        here = self._settings
        try:
            return smtplib.SMTP(
                here.host, here.port, local_hostname=own_name, timeout=COMMAND_SECONDS
            )
        except smtplib.SMTPResponseException as error:
            return Deferred(f"SMTP_CONNECT_{error.smtp_code}")
        except (smtplib.SMTPException, OSError):
            return Deferred("SMTP_CONNECT_LOST")

    def _address(self, smtp: smtplib.SMTP, sender: str, to: str) -> Outcome | None:
        """Go as far as the relay's word that it takes mail for this recipient."""
        step = _Step()
        try:
            self._log_in(smtp, step)
            step.enter("MAIL")
            step.check(smtp.mail(sender))
            step.enter("RCPT")
            code, _ = smtp.rcpt(to)
        except smtplib.SMTPResponseException as error:
            # A refusal this early is about us or our account, which somebody can put right.
            return Deferred(f"SMTP_{step.name}_{error.smtp_code}")
        except (smtplib.SMTPException, OSError):
            return Deferred(f"SMTP_{step.name}_LOST")
        return None if code in _OK else _negative(step.name, code)

    def _log_in(self, smtp: smtplib.SMTP, step: _Step) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._settings.starttls:
            step.enter("STARTTLS")
            step.check(smtp.starttls(context=ssl.create_default_context()))
            smtp.ehlo_or_helo_if_needed()
        if self._settings.username:
            step.enter("AUTH")
            smtp.login(self._settings.username, self._settings.password)


def compose(mail: Mail, sender: str, to: str) -> bytes:
    """The message as bytes with CRLF line ends; deterministic but for the part boundary."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = mail.letter.subject
    message["Date"] = format_datetime(mail.sent)
    message["Message-ID"] = f"<{mail.notice_id}@{_domain(parseaddr(sender)[1])}>"
    # Keeps out-of-office answers away: RFC 3834, section 5.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.letter.text)
    message.add_alternative(mail.letter.html, subtype="html")
    # Last, because each call above takes the headers named Content-* for its own part.
    message["Content-Language"] = mail.language.value
    return message.as_bytes()


class _Step:
    """Remembers how far a conversation has come, for the reason of its end."""

    def __init__(self) -> None:
        self.name = "EHLO"

    def enter(self, name: str) -> None:
        self.name = name

    def check(self, reply: tuple[int, bytes]) -> None:
        code, text = reply
        if code not in _OK:
            raise smtplib.SMTPResponseException(code, text)


def _transmit(smtp: smtplib.SMTP, content: bytes) -> Outcome:
    try:
        smtp.putcmd("DATA")
        code, _ = smtp.getreply()
    except (smtplib.SMTPException, OSError):
        # Not a byte of the content has left, so this is no doubt.
        return Deferred("SMTP_DATA_LOST")
    if code != _MAY_GO_ON:
        return _negative("DATA", code)
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(ANSWER_SECONDS)
        smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        code, _ = smtp.getreply()
    except (smtplib.SMTPException, OSError):
        return Unanswered("SMTP_UNANSWERED")
    if code in _OK:
        return Accepted()
    return _negative("CONTENT", code) if code in (*_LATER, *_NEVER) else Unanswered("SMTP_GARBLED")


def _negative(step: str, code: int) -> Outcome:
    reason = f"SMTP_{step}_{code}"
    return Refused(reason) if code in _NEVER else Deferred(reason)


def _hang_up(smtp: smtplib.SMTP) -> None:
    """Say good-bye without waiting for the answer: the outcome is to be written down first."""
    with suppress(smtplib.SMTPException, OSError):
        smtp.putcmd("QUIT")
    smtp.close()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
