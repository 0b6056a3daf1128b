"""Sign-ins that nobody was matched to, in Firestore: looked at, resolved, refused."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.cloud.firestore import Document, Documents, Query
from shared.identity.account_store import person_link, put_link
from shared.identity.model import (
    SCHEMA_VERSION,
    Proof,
    RequestState,
    link_path,
    request_path,
)
from shared.kernel.audit import audit_entry
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id

QUEUE_KEPT = timedelta(days=90)
"""How long a sign-in that nobody could be found for waits for an administrator."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An identity that waits for an administrator.

    Attributes:
        identity: its hash, which is the request's id too.
        doubt: why nobody was matched, one of `Doubt`.
    """

    identity: str
    provider: str
    email: str
    doubt: str
    state: RequestState
    last_time: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whose an identity is.

    Attributes:
        school: in whose name it is said.
        is_linked: it was the person's before.
    """

    school: str
    person: str
    is_linked: bool


class RequestStore:
    """Every change has its audit entry in the same commit."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, identity: str) -> Waiting | None:
        """One by its id."""
        found = self._documents.get(request_path(identity))
        return None if found is None else _waiting(found)

    def page(self, state: str, size: int, after: Sequence[object] | None) -> list[Waiting]:
        """Those of a state, the newest first.

        Args:
            state: one of `RequestState`.
            size: at most so many.
            after: last time and id of what the page begins after.
        """
        where = [("state", "==", state)]
        found = self._documents.page(Query("signInRequests", where, ["-lastTime"], size, after))
        return list(map(_waiting, found))

    def holder(self, identity: str) -> str | None:
        """Whose an identity is; None for nobody's yet."""
        found = self._documents.get(link_path(identity))
        return None if found is None else str(found.fields["person"])

    def comes_by(self, person: str, provider: str) -> str | None:
        """The identity by which a person comes from a provider; None for none."""
        found = self._documents.get(link_path(person_link(person, provider)))
        return None if found is None else str(found.fields["identity"])

    def is_refused(self, identity: str, now: datetime) -> bool:
        """True where an administrator has said that an identity is nobody's; it came once more."""
        found = self._documents.get(request_path(identity))
        if found is None or found.fields.get("state") != RequestState.REFUSED:
            return False
        commit = self._documents.commit()
        commit.update(found.path, {"lastTime": now, "expiresAt": now + QUEUE_KEPT}, found.version)
        with contextlib.suppress(Conflict):
            commit.run()
        return True

    def queue(self, proof: Proof, doubt: str, email: str, now: datetime) -> None:
        """Have an administrator look at somebody of a trusted provider whom nobody matches.

        What was decided before stays so: a new try of whom somebody has refused opens nothing.
        """
        fields = {
            "schemaVersion": SCHEMA_VERSION,
            "provider": proof.provider,
            "identity": proof.identity,
            "email": email,
            "doubt": doubt,
            "lastTime": now,
            "expiresAt": now + QUEUE_KEPT,
        }
        path = request_path(proof.identity)
        commit = self._documents.commit()
        if self._documents.get(path) is None:
            commit.create(path, {**fields, "state": RequestState.OPEN.value})
        else:
            commit.update(path, fields)
        # Whoever was faster has written the same, or has just decided it.
        with contextlib.suppress(Conflict):
            commit.run()

    def resolve(self, waiting: Waiting, to: Resolved, actor: str, now: datetime) -> None:
        """Make an identity a person's; it waits no longer.

        Raises:
            Conflict: somebody else has decided it, or the person or the identity is linked.
        """
        commit = self._documents.commit()
        if not to.is_linked:
            put_link(commit, waiting.provider, waiting.identity, to.person, now)
        commit.delete(request_path(waiting.identity), waiting.version)
        subject = {"person": to.person, "provider": waiting.provider}
        verb = AuditVerb.SIGN_IN_REQUESTS_RESOLVE
        entry = audit_entry(actor, verb, [subject], now, to.school)
        commit.create(f"audit/sign-in-request-{_entry_of(waiting, verb)}", entry)
        commit.run()

    def refuse(self, waiting: Waiting, actor: str, now: datetime) -> None:
        """Have an identity stay out until somebody resolves it.

        Raises:
            Conflict: somebody else has decided it.
        """
        commit = self._documents.commit()
        path = request_path(waiting.identity)
        commit.update(path, {"state": RequestState.REFUSED.value}, waiting.version)
        verb = AuditVerb.SIGN_IN_REQUESTS_REFUSE
        subject = {"request": waiting.identity, "provider": waiting.provider}
        entry = audit_entry(actor, verb, [subject], now)
        commit.create(f"audit/sign-in-request-{_entry_of(waiting, verb)}", entry)
        commit.run()


def _waiting(found: Document) -> Waiting:
    fields = found.fields
    return Waiting(
        identity=found.id,
        provider=str(fields["provider"]),
        email=str(fields["email"]),
        doubt=str(fields["doubt"]),
        state=RequestState(fields["state"]),
        last_time=fields["lastTime"],
        version=found.version,
    )


def _entry_of(waiting: Waiting, verb: AuditVerb) -> str:
    return digest_id(waiting.identity, waiting.version, verb)
