"""A connection request: who runs the school's system is asked for its address and its key. Pure.

A connection has one at most; asking again takes the place of the one before. Documents
``connectionRequests/{request}`` have these fields in lowerCamelCase.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.kernel.ids import digest_id, id_from_bytes
from shared.rostering.logins import Randomness

LIFE = timedelta(days=7)
"""How long a link works: whoever runs the system may be away for a week's work, not for longer."""

KEEP = timedelta(days=30)
"""How long it can be seen what became of a request; then the database deletes it."""

SECRET_BYTES = 20
"""Of a link: 160 bits, which nobody guesses, and 32 letters and digits."""

_CODE = re.compile(r"([a-z2-7]{16})-([a-z2-7]{32})")


class ConnectionRequestState(StrEnum):
    """What has become of a request."""

    NONE = "NONE"
    """Nobody was asked, or not within `KEEP`."""
    OPEN = "OPEN"
    USED = "USED"
    """The values came."""
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """A request as it is kept; of its links there are hashes only.

    Attributes:
        number: tells it from the ones before of the same connection; never shown.
        asker: e-mail of who asked; empty where they have none.
        language: of mails about it.
        email: of who is asked; empty where the link reaches them another way.
        note: from who asked to who is asked.
        state: ``OPEN``, ``USED`` or ``REVOKED``; see `state_at`.
        shown: hash of the secret in the link that was shown.
        mailed: hash of the secret in the link that was mailed; empty before.
        mail_time: when that link was made.
        answer: hash of the request id of the call that answered it; empty where it had none.
    """

    school: str
    connection: str
    number: str
    asker: str
    language: str
    email: str
    note: str
    create_time: datetime
    shown: str
    state: ConnectionRequestState = ConnectionRequestState.OPEN
    mailed: str = ""
    mail_time: datetime | None = None
    close_time: datetime | None = None
    answer: str = ""

    @property
    def id(self) -> str:
        """The name of its document."""
        return request_id(self.school, self.connection)

    @property
    def expire_time(self) -> datetime:
        """From when on its links open nothing."""
        return self.create_time + LIFE

    def state_at(self, now: datetime) -> ConnectionRequestState:
        """What has become of it."""
        is_over = self.state is ConnectionRequestState.OPEN and now >= self.expire_time
        return ConnectionRequestState.EXPIRED if is_over else self.state

    def knows(self, secret: str) -> bool:
        """True for the secret of one of its links; takes as long for any other."""
        given = hash_of(secret)
        known = [hmac.compare_digest(given, each) for each in (self.shown, self.mailed)]
        return any(known)


def request_id(school: str, connection: str) -> str:
    """The id of a connection's request."""
    return digest_id("connection-request", school, connection)


def new_secret(randomness: Randomness) -> str:
    """The secret of a new link."""
    return id_from_bytes(randomness(SECRET_BYTES))


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is as random as a key, so a quick hash tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_of(request: str, secret: str) -> str:
    """What stands in a link."""
    return f"{request}-{secret}"


def code_parts(code: str) -> tuple[str, str] | None:
    """The id of the request and the secret in a code; None for what is no code."""
    found = _CODE.fullmatch(code.strip())
    return None if found is None else (found[1], found[2])


def request_page(console: str, code: str) -> str:
    """The console's page where a request is answered.

    The code stands behind a ``#``, which no browser sends to a server: no log has it.
    """
    return f"{console.rstrip('/')}/connection-request#code={code}"


def request_fields(value: ConnectionRequest) -> dict[str, Any]:
    """The fields of a request's document."""
    return {
        "schemaVersion": 1,
        "school": value.school,
        "connection": value.connection,
        "number": value.number,
        "asker": value.asker,
        "language": value.language,
        "email": value.email,
        "note": value.note,
        "createTime": value.create_time,
        "shown": value.shown,
        "state": value.state.value,
        "mailed": value.mailed,
        "mailTime": value.mail_time,
        "closeTime": value.close_time,
        "answer": value.answer,
        "expiresAt": value.create_time + KEEP,
    }


def request_from(fields: Mapping[str, Any]) -> ConnectionRequest:
    """The request behind a document that `request_fields` made; ``KeyError`` for any other."""
    return ConnectionRequest(
        school=fields["school"],
        connection=fields["connection"],
        number=fields["number"],
        asker=fields["asker"],
        language=fields["language"],
        email=fields["email"],
        note=fields["note"],
        create_time=fields["createTime"],
        shown=fields["shown"],
        state=ConnectionRequestState(fields["state"]),
        mailed=fields["mailed"],
        mail_time=fields["mailTime"],
        close_time=fields["closeTime"],
        answer=fields["answer"],
    )
