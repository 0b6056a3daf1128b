"""Accounts, their sessions, and proofs of who somebody is: values and document fields. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.kernel.actor import Cover, Membership, Module
from shared.kernel.ids import digest_id
from shared.kernel.roles import Role

SCHEMA_VERSION = 1
PASSWORD = "password"  # noqa: S105  # the provider's name at Firebase, no password
EMAIL_LINK = "emailLink"

TOUCHED_EVERY = timedelta(minutes=1)
"""How often it is written down at most that a session is used."""

IDENTITY_BYTES = 20
"""Bytes of an identity's hash: nobody finds a second identity of the same one."""


class AccountState(StrEnum):
    """Whether somebody gets in by an account."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    """The person belongs to no school any more; they get in again when one has them back."""
    DISABLED = "DISABLED"
    """Closed by an administrator, and opened again by one only."""


class RequestState(StrEnum):
    """What became of a sign-in that nobody was matched to; who is matched waits no longer."""

    OPEN = "OPEN"
    REFUSED = "REFUSED"
    """An administrator has said that the identity is nobody's; only one can say otherwise."""


class People(StrEnum):
    """Whom a way to sign in is for."""

    MEMBERS = "MEMBERS"
    GUARDIANS = "GUARDIANS"


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in on one device, alive for as long as its account names it.

    Attributes:
        provider: by which it began.
        device: such as ``Chrome on ChromeOS``; empty where it is not known.
        is_shared: others use the device as well; so it is taken until the browser says otherwise.
        idle_limit: for which nobody may leave it unused; None for ever.
        last: when it was used last, to a minute.
        end: when it is over in any case, as emergency access is; None for never.
        is_limited: its holder has to prove themselves once more, and may do nothing else.
    """

    start: datetime
    provider: str
    device: str = ""
    is_shared: bool = True
    idle_limit: timedelta | None = None
    last: datetime | None = None
    end: datetime | None = None
    is_limited: bool = False

    @property
    def expires(self) -> datetime | None:
        """When it is over unless it is used before; None for never.

        A minute later than the limit, since what was last is known to a minute.
        """
        used = self.last or self.start
        idle = None if self.idle_limit is None else used + self.idle_limit + TOUCHED_EVERY
        known = [each for each in (idle, self.end) if each is not None]
        return min(known, default=None)

    def is_over(self, now: datetime) -> bool:
        """True once nobody has used it for too long, or its time is up."""
        return self.expires is not None and now >= self.expires


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in at ``accounts/{uid}``, and whom it stands for.

    Attributes:
        person: id of the member, in every school that has them; of a District Manager as well;
            empty for somebody who is a guardian only.
        guardian: id of the guardian; empty for somebody who is none.
        district: True for a District Manager.
        memberships: what the person is at each school, as the roster said when it was last asked.
        schools: those whose lists of accounts have this one: where the person belongs now, or
            where they belonged last. `with_standing` keeps both in step.
        links: hashes of the identities by which they may come, as `identity_hash` makes them.
        sessions: those that are alive, by their ids.
        break_glass: until when a password opens it, whatever the district's ways to sign in are.
        covers: whose classes the person stands in for; only codes of substitutes write them.
    """

    uid: str
    email: str
    state: AccountState
    person: str = ""
    guardian: str = ""
    district: bool = False
    memberships: Mapping[str, Membership] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    sessions: Mapping[str, Session] = field(default_factory=dict)
    schools: frozenset[str] = frozenset()
    break_glass: datetime | None = None
    covers: tuple[Cover, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The fields of the document but for its times and its covers."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "uid": self.uid,
            "email": self.email,
            "state": self.state.value,
            "person": self.person,
            "guardian": self.guardian,
            "district": self.district,
            "memberships": memberships_document(self.memberships),
            "schools": sorted(self.schools),
            "links": sorted(self.links),
            "sessions": {each: session_document(one) for each, one in self.sessions.items()},
            "breakGlass": self.break_glass,
        }


def account_of(fields: Mapping[str, Any]) -> Account:
    """The account behind a document that `Account.as_document` made; an error for any other."""
    return Account(
        uid=str(fields["uid"]),
        email=str(fields["email"]),
        state=AccountState(fields["state"]),
        person=str(fields["person"]),
        guardian=str(fields["guardian"]),
        district=fields["district"] is True,
        memberships={
            str(school): _membership(each) for school, each in fields["memberships"].items()
        },
        links=frozenset(map(str, fields["links"])),
        sessions={str(each): _session(one) for each, one in fields["sessions"].items()},
        schools=frozenset(map(str, fields.get("schools", ()))),
        break_glass=fields.get("breakGlass"),
        covers=tuple(map(_cover, fields.get("covers", ()))),
    )


def with_standing(account: Account, standing: Mapping[str, Membership]) -> Account:
    """The account of somebody who is this at each school.

    Who belongs nowhere any more stays on the list of where they were last, so that it can be seen
    why they don't get in.
    """
    schools = frozenset(standing) or account.schools
    return replace(account, memberships=standing, schools=schools)


def memberships_document(memberships: Mapping[str, Membership]) -> dict[str, Any]:
    """School → role, person, and what narrows or widens them."""
    return {
        school: {
            "role": each.role.value,
            "person": each.person,
            "grades": sorted(each.grades),
            "modules": sorted(each.modules),
        }
        for school, each in memberships.items()
    }


def session_document(session: Session) -> dict[str, Any]:
    """The fields of one session; ``expireTime`` is for the rules of the database."""
    limit = session.idle_limit
    return {
        "startTime": session.start,
        "provider": session.provider,
        "device": session.device,
        "shared": session.is_shared,
        "idleLimitSeconds": None if limit is None else int(limit.total_seconds()),
        "lastTime": session.last,
        "endTime": session.end,
        "expireTime": session.expires,
        "limited": session.is_limited,
    }


def _session(fields: Mapping[str, Any]) -> Session:
    seconds = fields.get("idleLimitSeconds")
    return Session(
        start=fields["startTime"],
        provider=str(fields["provider"]),
        device=str(fields["device"]),
        is_shared=fields.get("shared") is not False,
        idle_limit=None if seconds is None else timedelta(seconds=seconds),
        last=fields.get("lastTime"),
        end=fields.get("endTime"),
        is_limited=fields.get("limited") is True,
    )


def cover_document(cover: Cover) -> dict[str, Any]:
    """The fields of one cover in its account's document."""
    return {
        "school": cover.school,
        "teacher": cover.teacher,
        "code": cover.code,
        "startTime": cover.start,
        "endTime": cover.end,
    }


def _cover(fields: Mapping[str, Any]) -> Cover:
    return Cover(
        school=str(fields["school"]),
        teacher=str(fields["teacher"]),
        code=str(fields["code"]),
        start=fields["startTime"],
        end=fields["endTime"],
    )


def account_path(uid: str) -> str:
    """Where an account is."""
    return f"accounts/{uid}"


def link_path(identity: str) -> str:
    """Where it is written whose an identity is."""
    return f"identityLinks/{identity}"


def address_id(email: str) -> str:
    """The name of an address by which somebody comes whom no SIS knows by it."""
    return digest_id(email)


def address_path(email: str) -> str:
    """Where it is written whose such an address is."""
    return f"signInAddresses/{address_id(email)}"


def request_path(identity: str) -> str:
    """Where an identity waits that nobody was matched to."""
    return f"signInRequests/{identity}"


def set_password_page(console: str, code: str) -> str:
    """The console's page where a password is set by a code.

    The code stands behind a ``#``: browsers send that to nobody, so that no log has it, and no
    program that looks at links in mails uses it up.
    """
    return f"{console.rstrip('/')}/set-password#code={code}"


def sign_in_page(console: str, code: str) -> str:
    """The console's page where somebody gets in by a code, as `set_password_page`."""
    return f"{console.rstrip('/')}/sign-in-link#code={code}"


def identity_hash(provider: str, realm: str, subject: str) -> str:
    """The name of an identity: who a provider says somebody is, in its domain or tenant.

    A hash, since issuers hold slashes, which no document's name may hold.
    """
    return digest_id(provider, realm, subject, size=IDENTITY_BYTES)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a trusted provider has proven of somebody.

    Attributes:
        identity: `identity_hash` of who they are to the provider.
        email: verified, of one of the provider's trusted domains, in lower case; else empty.
        sis_ids: ids in the SIS that the provider vouches for.
    """

    provider: str
    identity: str
    people: People
    email: str = ""
    sis_ids: tuple[str, ...] = ()


def _membership(fields: Mapping[str, Any]) -> Membership:
    return Membership(
        role=Role(fields["role"]),
        person=str(fields["person"]),
        grades=frozenset(map(str, fields["grades"])),
        modules=frozenset(map(Module, fields["modules"])),
    )
