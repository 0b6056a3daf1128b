"""Accounts and identity links in Firestore; each change in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from shared.cloud.firestore import (
    MAX_VALUES,
    Commit,
    Document,
    Documents,
    no_field,
    union,
    without,
)
from shared.identity.mailing_store import MailingStore
from shared.identity.model import (
    IDENTITY_BYTES,
    PASSWORD,
    SCHEMA_VERSION,
    Account,
    People,
    Proof,
    Session,
    account_of,
    account_path,
    address_path,
    link_path,
    memberships_document,
    request_path,
    session_document,
)
from shared.identity.policy_store import PolicyStore
from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.kernel.token_bucket import Bucket


@dataclass(frozen=True, slots=True)
class Stored:
    """An account as it was read.

    Attributes:
        version: of the document, which guards the next write.
        is_pending: Firebase has not been told of its last change.
        sign_in_time: when somebody last got in; None before the first.
        unlinked: providers that were taken from it, of which Firebase has not been told.
        valid_since: second of 1970 before which no token counts for Firebase, as it said last.
        link_until: until then a password may be set by a link that we have mailed.
        sign_ins: what is left to it of `shared.identity.rules.SIGN_INS`.
        invite_time: when it was last invited.
    """

    account: Account
    version: str
    is_pending: bool = False
    sign_in_time: datetime | None = None
    unlinked: tuple[str, ...] = ()
    valid_since: int = 0
    link_until: datetime | None = None
    sign_ins: Bucket | None = None
    invite_time: datetime | None = None

    @property
    def update_time(self) -> datetime:
        """Since when the account has been as it was read, on the database's clock."""
        return datetime.fromisoformat(self.version)


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
    """Every method may raise `Transient` when Firestore doesn't answer.

    Attributes:
        policies: what the district says of signing in.
        mails: those that let somebody in.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self.policies = PolicyStore(documents)
        self.mails = MailingStore(documents)

    def account(self, uid: str) -> Stored | None:
        """An account; one read."""
        found = self._documents.get(account_path(uid))
        return None if found is None else stored_account(found)

    def accounts(self, uids: Iterable[str]) -> list[Stored]:
        """Those of the accounts that there are, in one call."""
        found = self._documents.get_many([account_path(uid) for uid in uids])
        return list(map(stored_account, found))

    def all(self) -> Iterator[Stored]:
        """Every account of the district, by id."""
        return map(stored_account, self._documents.all("accounts"))

    def of_person(self, person: str) -> list[Stored]:
        """The accounts by which a member or a guardian signs in."""
        return self.of_people([person])

    def of_people(self, persons: Sequence[str]) -> list[Stored]:
        """The accounts by which any of these members or guardians sign in."""
        found: dict[str, Document] = {}
        for start, name in product(range(0, len(persons), MAX_VALUES), ("person", "guardian")):
            asked = persons[start : start + MAX_VALUES]
            for document in self._documents.where_any("accounts", name, asked):
                found[document.id] = document
        return list(map(stored_account, found.values()))

    def of_district(self) -> list[Stored]:
        """The accounts of those who run the district."""
        return list(map(stored_account, self._documents.where("accounts", "district", True)))

    def with_addresses(self, emails: Sequence[str]) -> list[Stored]:
        """The accounts that have any of these addresses at Firebase."""
        found = []
        for start in range(0, len(emails), MAX_VALUES):
            asked = emails[start : start + MAX_VALUES]
            found += self._documents.where_any("accounts", "email", asked)
        return list(map(stored_account, found))

    def person_of_link(self, identity: str) -> str | None:
        """Whose an identity is: the id of a member or a guardian; None for nobody's yet."""
        found = self._documents.get(link_path(identity))
        return None if found is None else str(found.fields["person"])

    def identity_of(self, person: str, provider: str) -> str:
        """The identity by which somebody comes by a provider; empty for none yet."""
        found = self._documents.get(link_path(person_link(person, provider)))
        return "" if found is None else str(found.fields.get("identity", ""))

    def person_of_address(self, email: str) -> str | None:
        """Who signs in by an address that their SIS doesn't know; an administrator said so."""
        found = self._documents.get(address_path(email))
        return None if found is None else str(found.fields["person"])

    def name_address(self, email: str, person: str, actor: str, now: datetime) -> None:
        """Let somebody come by an address that no SIS knows of them; who says so is on record.

        Raises:
            Conflict: it is somebody else's already.
        """
        holder = self.person_of_address(email)
        if holder == person:
            return
        commit = self._documents.commit()
        fields = {"schemaVersion": SCHEMA_VERSION, "email": email, "person": person}
        commit.create(address_path(email), {**fields, "updateTime": now})
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
            Conflict: somebody else's sign-in was faster, or the identity is somebody else's.
        """
        person = _whom(account, proof)
        linked = self._documents.get(link_path(proof.identity))
        if linked is not None and linked.fields["person"] != person:
            raise Conflict("ALREADY_EXISTS", "the identity is linked to another person")
        commit = self._documents.commit()
        times: dict[str, Any] = {"updateTime": now}
        if known is None:
            times["createTime"] = now
            commit.create(account_path(account.uid), {**account.as_document(), **times})
        else:
            fields = {**account.as_document(), **times}
            commit.update(account_path(account.uid), fields, known.version)
        if linked is None:
            put_link(commit, proof.provider, proof.identity, person, now)
        else:
            # Held in place, so that an account is never opened by a link that is just taken away.
            commit.update(linked.path, {"person": person}, linked.version)
        commit.delete(request_path(proof.identity))
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
        is_emergency = sessions[session].end is not None
        fields = {**over, **begun, "signInTime": now, "signIns": counted}
        fields["validSince"] = max(entering.valid_since, known.valid_since)
        commit.update(account_path(account.uid), fields, known.version)
        schools: list[str | None] = [*sorted(account.memberships)] or [None]
        for school in schools:
            person = account.memberships[school].person if school else account.person
            subject: dict[str, Any] = {"person": person, "provider": provider, "session": session}
            if is_emergency:
                subject["breakGlass"] = True
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
        """Write what the roster makes of an account, in one commit with who says so.

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
        commit = self._documents.commit()
        by_firebase = actor == PASSWORD
        put_standing(
            commit, stored, account, now, valid_since=valid_since, firebase_knows=by_firebase
        )
        subject = {"account": account.uid, "state": account.state.value}
        entry = audit_entry(actor, verb, [subject], now)
        commit.create(f"audit/account-{digest_id(account.uid, stored.version, verb)}", entry)
        commit.run()

    def told(self, stored: Stored, raised: int) -> None:
        """Write down that Firebase knows of all of an account, as it was read.

        Args:
            stored: the account.
            raised: since when its tokens count, where Firebase heard of that from us: no session
                ends because of it a second time. 0 where it heard nothing of it.

        Raises:
            Conflict: it has changed since.
        """
        commit = self._documents.commit()
        known: dict[str, Any] = {"validSince": raised} if raised > stored.valid_since else {}
        if stored.unlinked:
            known["unlinked"] = without(stored.unlinked)
        path = account_path(stored.account.uid)
        commit.update(path, {"isPending": False, **known}, stored.version)
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


def stored_account(found: Document) -> Stored:
    """The account behind a document as it was read."""
    fields = found.fields
    counted = fields.get("signIns")
    return Stored(
        account=account_of(fields),
        version=found.version,
        is_pending=fields.get("isPending") is True,
        sign_in_time=fields.get("signInTime"),
        unlinked=tuple(map(str, fields.get("unlinked", ()))),
        valid_since=int(fields.get("validSince") or 0),
        link_until=fields.get("linkUntil"),
        sign_ins=Bucket(float(counted["left"]), counted["time"]) if counted else None,
        invite_time=fields.get("inviteTime"),
    )


def _whom(account: Account, proof: Proof) -> str:
    """Whose identity the one becomes by which an account is opened."""
    of_guardian = proof.people is People.GUARDIANS and account.guardian
    return of_guardian or account.person or account.guardian


def put_link(commit: Commit, provider: str, identity: str, person: str, now: datetime) -> None:
    """Make an identity a person's, and the person's of its provider; the commit fails if either is.

    Nothing of it overwrites a link, however many come at once.
    """
    link = {"schemaVersion": SCHEMA_VERSION, "provider": provider, "person": person}
    commit.create(link_path(identity), {**link, "createTime": now})
    taken = {**link, "identity": identity, "createTime": now}
    commit.create(link_path(person_link(person, provider)), taken)


def put_standing(
    commit: Commit,
    stored: Stored,
    account: Account,
    now: datetime,
    *,
    unlinked: str = "",
    valid_since: int = 0,
    firebase_knows: bool = False,
) -> None:
    """Write what an account stands for now, and who may come by it; Firebase is to be told.

    The commit fails where the account has changed since it was read.

    Args:
        commit: takes the write.
        stored: the account as it was read.
        account: as it will be.
        now: when.
        unlinked: a provider that is taken from it; empty for none.
        valid_since: as `Stored.valid_since`; 0 where Firebase wasn't asked.
        firebase_knows: it need not be told, since it was Firebase that said so.
    """
    gone = {"unlinked": union([unlinked])} if unlinked else {}
    fields = {
        **gone,
        "state": account.state.value,
        "memberships": memberships_document(account.memberships),
        "schools": sorted(account.schools),
        "links": sorted(account.links),
        "sessions": {each: session_document(one) for each, one in account.sessions.items()},
        "isPending": stored.is_pending or not firebase_knows,
        "validSince": max(valid_since, stored.valid_since),
        "updateTime": now,
    }
    commit.update(account_path(account.uid), fields, stored.version)


def person_link(person: str, provider: str) -> str:
    """The name of the document that says by which identity of a provider somebody comes."""
    return digest_id("person", person, provider, size=IDENTITY_BYTES)
