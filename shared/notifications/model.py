"""The words of notifications: recipients, notices and how an attempt ended. Values only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SCHEMA_VERSION = 1


class Language(StrEnum):
    """The languages that every text exists in."""

    EN = "en"
    ES = "es"


class Channel(StrEnum):
    """The ways a notice reaches somebody."""

    MAIL = "mail"


class NoticeState(StrEnum):
    """Where a notice stands; ``PENDING`` and ``LEASED`` are the only ones that are not final.

    ``LEASED`` is written just before the content goes out, so a notice found in it after its lease
    may or may not have been sent: it becomes ``UNKNOWN`` and is never sent again.
    """

    PENDING = "PENDING"
    LEASED = "LEASED"
    SENT = "SENT"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    SUPPRESSED = "SUPPRESSED"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom the school chose to be told."""

    address: str
    language: Language


@dataclass(frozen=True, slots=True)
class Audience:
    """A school as its notices need it.

    Attributes:
        time_zone: IANA name.
    """

    school_name: str
    time_zone: str
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one recipient on one channel, at ``notices/{notice_id}``. Instants are UTC.

    Attributes:
        template: which text it carries, such as ``roster_run_closed``.
        not_before: when the next attempt may be made.
        attempts: attempts that ended, well or not.
        reason: why it is not, or not yet, sent; stable code.
    """

    notice_id: str
    event_id: str
    school: str
    channel: Channel
    template: str
    recipient: Recipient
    state: NoticeState
    create_time: datetime
    not_before: datetime
    expires_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    lease_token: str | None = None
    sent_time: datetime | None = None
    reason: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The fields of the Firestore document."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "noticeId": self.notice_id,
            "eventId": self.event_id,
            "school": self.school,
            "channel": self.channel.value,
            "template": self.template,
            "recipient": self.recipient.address,
            "language": self.recipient.language.value,
            "state": self.state.value,
            "createTime": self.create_time,
            "notBefore": self.not_before,
            "attempts": self.attempts,
            "leaseUntil": self.lease_until,
            "leaseToken": self.lease_token,
            "sentTime": self.sent_time,
            "reason": self.reason,
            "expiresAt": self.expires_at,
        }

    @staticmethod
    def from_document(fields: Mapping[str, Any]) -> Notice:
        """The notice behind a document that `as_document` made; ``KeyError`` for any other."""
        return Notice(
            notice_id=fields["noticeId"],
            event_id=fields["eventId"],
            school=fields["school"],
            channel=Channel(fields["channel"]),
            template=fields["template"],
            recipient=Recipient(fields["recipient"], Language(fields["language"])),
            state=NoticeState(fields["state"]),
            create_time=fields["createTime"],
            not_before=fields["notBefore"],
            expires_at=fields["expiresAt"],
            attempts=fields["attempts"],
            lease_until=fields["leaseUntil"],
            lease_token=fields["leaseToken"],
            sent_time=fields["sentTime"],
            reason=fields["reason"],
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered message: one line of subject, and the same content as text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The relay took the message over."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The relay will never take this message for this recipient."""

    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The message was certainly not taken, and may be another time."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The content went out and no answer came: nobody can know."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotClaimed:
    """Another delivery has the notice; nothing was sent."""


Outcome = Accepted | Refused | Deferred | Unanswered | NotClaimed


def notice_id(event_id: str, address: str, channel: Channel, template: str) -> str:
    """The id of the one notice of an event to an address: SHA-256 in hexadecimal.

    The case of an address is left out: ``Office@`` and ``office@`` are one mailbox.
    """
    key = f"{event_id}|{address.lower()}|{channel.value}|{template}"
    return hashlib.sha256(key.encode()).hexdigest()
