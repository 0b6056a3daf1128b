"""Accounts, identity links and unmatched sign-ins in Firestore; each change in one commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Document, Documents, no_field
from shared.identity.model import (
    IDENTITY_BYTES,
    PASSWORD,
    SCHEMA_VERSION,
    Account,
    Proof,
    Session,
    account_of,
    account_path,
    link_path,
    memberships_document,
    session_document,
)
from shared.identity.rules import ProviderSettings
from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.kernel.outbox import OutboxEvent
from shared.kernel.token_bucket import Bucket

SETTINGS = "district/signIn"
_MAILER = "mail"
"""Who makes the links of mails, as audit entries name it."""
QUEUE_KEPT = timedelta(days=90)
"""How long a sign-in that nobody could be found for waits for an administrator."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An account as it was read.

    Attributes:
        version: of the document, which guards the next write.
        is_pending: Firebase has not been told of its last change.
        valid_since: second of 1970 before which no token counts for Firebase, as it said last.
        link_until: until then a password may be set by a link that we have mailed.
        sign_ins: what is left to it of `shared.identity.rules.SIGN_INS`.
        invite_time: when it was last invited.
        sign_in_time: when somebody last got in.
    """

    account: Account
    version: str
    is_pending: bool = False
    valid_since: int = 0
    link_until: datetime | None = None
    sign_ins: Bucket | None = None
    invite_time: datetime | None = None
    sign_in_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entering:
    """Somebody who is about to get in.

    Attributes:
        session: that begins.
        sessions: all of the account's with it; the others are over.
        sign_ins: what is left to the account of `shared.identity.rules.SIGN_INS`.
        valid_since: as `Stored.valid_since`.
    """

    session: str
    sessions: Mapping[str, Session]
    sign_ins: Bucket
    valid_since: int


class AccountStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def account(self, uid: str) -> Stored | None:
        """An account; one read."""
        found = self._documents.get(account_path(uid))
        return None if found is None else _stored(found)

    def all(self) -> Iterator[Stored]:
        """Every account of the district, by id."""
        return map(_stored, self._documents.all("accounts"))

    def of_person(self, person: str) -> list[Stored]:
        """The accounts by which a member or a guardian signs in."""
        found: dict[str, Document] = {}
        for field in ("person", "guardian"):
            for document in self._documents.where("accounts", field, person):
                found[document.id] = document
        return list(map(_stored, found.values()))

    def settings(self) -> tuple[str, Mapping[str, ProviderSettings]]:
        """The version of the settings, empty before the first, and each way to sign in."""
        found = self._documents.get(SETTINGS)
        if found is None:
            return "", {}
        told = found.fields["providers"]
        return found.version, {
            name: ProviderSettings(
                enabled=each["enabled"] is True, realms=frozenset(map(str.lower, each["realms"]))
            )
            for name, each in told.items()
        }

    def save_settings(
        self,
        version: str,
        settings: Mapping[str, ProviderSettings],
        actor: str,
        now: datetime,
    ) -> None:
        """Let people in so from now on, with who says so.

        Raises:
            Conflict: the settings have changed since they were read.
        """
        told = {
            name: {"enabled": each.enabled, "realms": sorted(each.realms)}
            for name, each in settings.items()
        }
        fields = {"schemaVersion": SCHEMA_VERSION, "providers": told, "updateTime": now}
        commit = self._documents.commit()
        if version:
            commit.update(SETTINGS, fields, version)
        else:
            commit.create(SETTINGS, fields)
        on = sorted(name for name, each in settings.items() if each.enabled)
        entry = audit_entry(actor, "signInSettings:update", [{"on": on}], now)
        commit.create(f"audit/sign-in-settings-{digest_id(version, now.isoformat())}", entry)
        commit.run()

    def person_of_link(self, identity: str) -> str | None:
        """Whose an identity is: the id of a member or a guardian; None for nobody's yet."""
        found = self._documents.get(link_path(identity))
        return None if found is None else str(found.fields["person"])

    def person_of_address(self, email: str) -> str | None:
        """Who signs in by an address that their SIS doesn't know; an administrator said so."""
        found = self._documents.get(f"signInAddresses/{digest_id(email)}")
        return None if found is None else str(found.fields["person"])

    def name_address(self, email: str, person: str, actor: str, now: datetime) -> None:
        """Let somebody come by an address that no SIS knows of them; who says so is on record."""
        commit = self._documents.commit()
        fields = {"schemaVersion": SCHEMA_VERSION, "email": email, "person": person}
        commit.put(f"signInAddresses/{digest_id(email)}", {**fields, "updateTime": now})
        entry = audit_entry(actor, "signInAddresses:update", [{"person": person}], now)
        commit.create(f"audit/sign-in-address-{digest_id(email, person, now.isoformat())}", entry)
        commit.run()

    def open(
        self,
        account: Account,
        proof: Proof,
        event: str,
        now: datetime,
        known: Stored | None,
        actor: str,
    ) -> None:
        """Write an account with the link by which its person comes, in one commit.

        The identity becomes this person's, and the person this provider's identity's: neither can
        be taken a second time, however many come at once.

        Args:
            account: as it will be.
            proof: by which it is opened.
            event: id of the event that asks; the same commit tried again changes nothing.
            now: when.
            known: the account as it was, where there is one.
            actor: who opens it, as audit entries name them.

        Raises:
            Conflict: somebody else's sign-in was faster.
        """
        person = account.person or account.guardian
        commit = self._documents.commit()
        times: dict[str, Any] = {"updateTime": now}
        if known is None:
            times["createTime"] = now
            commit.create(account_path(account.uid), {**account.as_document(), **times})
        else:
            fields = {**account.as_document(), **times}
            commit.update(account_path(account.uid), fields, known.version)
        link = {"schemaVersion": SCHEMA_VERSION, "provider": proof.provider, "person": person}
        if self.person_of_link(proof.identity) is None:
            commit.create(link_path(proof.identity), {**link, "createTime": now})
            taken = {**link, "identity": proof.identity, "createTime": now}
            commit.create(link_path(person_link(person, proof.provider)), taken)
        subject = {"account": account.uid, "provider": proof.provider}
        entry = audit_entry(actor, "accounts:link", [subject], now)
        commit.create(f"audit/account-link-{digest_id(account.uid, event)}", entry)
        commit.run()

    def enter(self, known: Stored, entering: Entering, now: datetime) -> None:
        """Begin a session, with the audit entry that says so, in one commit.

        Raises:
            Conflict: the account has changed since it was read, or the same event came before.
        """
        account, session, sessions = known.account, entering.session, entering.sessions
        provider = sessions[session].provider
        over = {f"sessions.{each}": no_field() for each in account.sessions if each not in sessions}
        begun = {f"sessions.{session}": session_document(sessions[session])}
        counted = {"left": entering.sign_ins.left, "time": entering.sign_ins.time}
        commit = self._documents.commit()
        fields = {**over, **begun, "signInTime": now, "signIns": counted}
        fields["validSince"] = max(entering.valid_since, known.valid_since)
        commit.update(account_path(account.uid), fields, known.version)
        schools: list[str | None] = [*sorted(account.memberships)] or [None]
        for school in schools:
            person = account.memberships[school].person if school else account.person
            subject = {"person": person, "provider": provider, "session": session}
            entry = audit_entry(f"person:{person}", "accounts:signIn", [subject], now, school)
            commit.create(f"audit/sign-in-{digest_id(session, school or '')}", entry)
        commit.run()

    def renew(
        self,
        stored: Stored,
        account: Account,
        verb: str,
        actor: str,
        now: datetime,
        valid_since: int = 0,
    ) -> None:
        """Write what an account stands for now, in one commit with who says so.

        Args:
            stored: the account as it was read.
            account: as it will be.
            verb: what is done, as audit entries name it.
            actor: who does it; of ``password``, which was set at Firebase, that knows already.
            now: when.
            valid_since: as `Stored.valid_since`; 0 where Firebase wasn't asked.

        Raises:
            Conflict: it has changed since it was read.
        """
        fields: dict[str, Any] = {
            "state": account.state.value,
            "memberships": memberships_document(account.memberships),
            "sessions": {each: session_document(one) for each, one in account.sessions.items()},
            "isPending": stored.is_pending or actor != PASSWORD,
            "validSince": max(valid_since, stored.valid_since),
            "updateTime": now,
        }
        commit = self._documents.commit()
        commit.update(account_path(account.uid), fields, stored.version)
        subject = {"account": account.uid, "state": account.state.value}
        entry = audit_entry(actor, verb, [subject], now)
        commit.create(f"audit/account-{digest_id(account.uid, stored.version, verb)}", entry)
        commit.run()

    def told(self, uid: str) -> None:
        """Write down that Firebase knows of an account's last change."""
        commit = self._documents.commit()
        commit.update(account_path(uid), {"isPending": False})
        commit.run()

    def end_sessions(self, actor: Actor, sessions: Sequence[str], now: datetime) -> None:
        """End some of somebody's own sessions; those that are over already stay so."""
        commit = self._documents.commit()
        gone = {f"sessions.{each}": no_field() for each in sessions}
        commit.update(account_path(actor.uid), {**gone, "isPending": True, "updateTime": now})
        subjects = [{"session": each} for each in sessions]
        entry = audit_entry(actor.id, "sessions:end", subjects, now)
        commit.create(f"audit/sessions-{digest_id(actor.uid, now.isoformat())}", entry)
        commit.run()

    def by_identity(self, identity: str) -> Stored | None:
        """The account that somebody comes to by an identity."""
        person = self.person_of_link(identity)
        found = self.of_person(person) if person else []
        return next((each for each in found if identity in each.account.links), None)

    def ask_for_mail(self, event: OutboxEvent) -> None:
        """Have a mail sent, once for each event; what it is about is looked at when it is sent."""
        commit = self._documents.commit()
        commit.create(f"outbox/{event.event_id}", event.as_document())
        with suppress(Conflict):
            commit.run()

    def invite(
        self, uid: str, event: OutboxEvent, actor: str, subject: Mapping[str, Any], now: datetime
    ) -> None:
        """Have an account's person invited, with who says so, in one commit; once for each event.

        Raises:
            Conflict: the account is gone.
        """
        commit = self._documents.commit()
        commit.update(account_path(uid), {"inviteTime": now, "updateTime": now})
        commit.create(f"outbox/{event.event_id}", event.as_document())
        entry = audit_entry(actor, "accounts:invite", [subject], now, event.school)
        commit.create(f"audit/{event.event_id}", entry)
        try:
            commit.run()
        except Conflict:
            if self._documents.get(f"outbox/{event.event_id}") is None:
                raise

    def link_made(
        self, event: OutboxEvent, subject: Mapping[str, Any], now: datetime, until: datetime | None
    ) -> None:
        """Put on record that a link is made for a mail; nothing of the link itself is kept.

        Args:
            event: that the mail is about.
            subject: ids of whom it goes to; ``account`` where there is one.
            now: when.
            until: as `Stored.link_until`; None for a link that sets no password.
        """
        commit = self._documents.commit()
        if until is not None:
            commit.update(account_path(str(subject["account"])), {"linkUntil": until})
        school = event.school or None
        entry = audit_entry(_MAILER, "accounts:sendLink", [subject], now, school)
        commit.create(f"audit/link-{digest_id(event.event_id, now.isoformat())}", entry)
        commit.run()

    def queue(self, proof: Proof, doubt: str, email: str, now: datetime) -> None:
        """Have an administrator look at somebody of a trusted provider whom nobody matches."""
        fields = {
            "schemaVersion": SCHEMA_VERSION,
            "provider": proof.provider,
            "identity": proof.identity,
            "email": email,
            "doubt": doubt,
            "lastTime": now,
            "expiresAt": now + QUEUE_KEPT,
        }
        commit = self._documents.commit()
        commit.put(f"signInRequests/{proof.identity}", fields, merge=True)
        commit.run()


def _stored(found: Document) -> Stored:
    fields = found.fields
    counted = fields.get("signIns")
    return Stored(
        account=account_of(fields),
        version=found.version,
        is_pending=fields.get("isPending") is True,
        valid_since=int(fields.get("validSince") or 0),
        link_until=fields.get("linkUntil"),
        sign_ins=Bucket(float(counted["left"]), counted["time"]) if counted else None,
        invite_time=fields.get("inviteTime"),
        sign_in_time=fields.get("signInTime"),
    )


def person_link(person: str, provider: str) -> str:
    """The name of the document that says by which identity of a provider somebody comes."""
    return digest_id("person", person, provider, size=IDENTITY_BYTES)
