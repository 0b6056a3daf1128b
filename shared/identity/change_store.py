"""What administrators change of accounts, in Firestore: in one commit with the audit entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.cloud.firestore import Commit, Documents
from shared.identity.account_store import Stored, person_link, put_standing
from shared.identity.model import Account, account_path, link_path
from shared.kernel.audit import audit_entry
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.ids import digest_id


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody does, for the audit log.

    Attributes:
        actor: as audit entries name them.
        school: in whose name they do it.
        person: whom it is about at that school; empty where they are nobody there.
    """

    actor: str
    verb: AuditVerb
    school: str
    person: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """By which identity of a provider somebody comes.

    Attributes:
        person: whose it is: a member or a guardian.
        since: when it was linked.
    """

    provider: str
    identity: str
    person: str
    since: datetime


class ChangeStore:
    """Every method may raise `Conflict` where something has changed since it was read."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def ways(self, accounts: Iterable[Account]) -> dict[str, Way]:
        """The identities by which people come to some accounts, by their hashes; in one call."""
        paths = sorted({link_path(each) for account in accounts for each in account.links})
        return {
            found.id: Way(
                provider=str(found.fields["provider"]),
                identity=found.id,
                person=str(found.fields["person"]),
                since=found.fields["createTime"],
            )
            for found in self._documents.get_many(paths)
        }

    def save(
        self, stored: Stored, account: Account, done: Done, others: Sequence[Stored] = ()
    ) -> None:
        """Write what an account is from now on.

        Args:
            stored: the account as it was read.
            account: as it will be.
            done: who does what.
            others: accounts that must still be as they were read, for the change to be right.
        """
        commit = self._documents.commit()
        put_standing(commit, stored, account, done.now)
        _hold(commit, others)
        _note(commit, stored, done, {"state": account.state.value})
        commit.run()

    def unlink(
        self, stored: Stored, way: Way, same: Sequence[Stored], done: Done, others: Sequence[Stored]
    ) -> None:
        """Take an identity from its person and end what was begun by it.

        Args:
            stored: the account that was asked about.
            way: the identity.
            same: all accounts of the person by which it comes, the one asked about among them.
            done: who does what.
            others: as `save` has them.
        """
        commit = self._documents.commit()
        for each in same:
            left = each.account.links - {way.identity}
            account = replace(each.account, links=left, sessions={})
            put_standing(commit, each, account, done.now, unlinked=way.provider)
        _hold(commit, others)
        commit.delete(link_path(way.identity))
        commit.delete(link_path(person_link(way.person, way.provider)))
        _note(commit, stored, done, {"provider": way.provider})
        commit.run()


def _hold(commit: Commit, others: Sequence[Stored]) -> None:
    for each in others:
        commit.update(account_path(each.account.uid), {"uid": each.account.uid}, each.version)


def _note(commit: Commit, stored: Stored, done: Done, told: dict[str, str]) -> None:
    who = {"person": done.person} if done.person else {}
    subject = {**who, "account": stored.account.uid, **told}
    entry = audit_entry(done.actor, done.verb, [subject], done.now, done.school)
    name = digest_id(stored.account.uid, stored.version, done.verb, *told.values())
    commit.create(f"audit/account-{name}", entry)
