"""Accounts, their sessions, and proofs of who somebody is: values and document fields. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.kernel.actor import Membership, Module
from shared.kernel.ids import digest_id
from shared.kernel.roles import Role

SCHEMA_VERSION = 1
PASSWORD = "password"  # noqa: S105  # the provider's name at Firebase, no password
EMAIL_LINK = "emailLink"

IDENTITY_BYTES = 20
"""Bytes of an identity's hash: nobody finds a second identity of the same one."""


class AccountState(StrEnum):
    """Whether somebody gets in by an account."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    """The person belongs to no school any more; they get in again when one has them back."""
    DISABLED = "DISABLED"
    """Closed by an administrator, and opened again by one only."""


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
    """

    start: datetime
    provider: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in at ``accounts/{uid}``, and whom it stands for.

    Attributes:
        person: id of the member, in every school that has them; of a District Manager as well;
            empty for somebody who is a guardian only.
        guardian: id of the guardian; empty for somebody who is none.
        district: True for a District Manager.
        memberships: what the person is at each school, as the roster said when it was last asked.
        links: hashes of the identities by which they may come, as `identity_hash` makes them.
        sessions: those that are alive, by their ids.
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

    def as_document(self) -> dict[str, Any]:
        """The fields of the document but for its times."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "uid": self.uid,
            "email": self.email,
            "state": self.state.value,
            "person": self.person,
            "guardian": self.guardian,
            "district": self.district,
            "memberships": memberships_document(self.memberships),
            "links": sorted(self.links),
            "sessions": {each: session_document(one) for each, one in self.sessions.items()},
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
        sessions={
            str(each): Session(one["startTime"], str(one["provider"]), str(one["device"]))
            for each, one in fields["sessions"].items()
        },
    )


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
    """The fields of one session."""
    return {"startTime": session.start, "provider": session.provider, "device": session.device}


def account_path(uid: str) -> str:
    """Where an account is."""
    return f"accounts/{uid}"


def link_path(identity: str) -> str:
    """Where it is written whose an identity is."""
    return f"identityLinks/{identity}"


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
