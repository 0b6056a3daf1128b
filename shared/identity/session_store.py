"""Sessions that are used, and the devices that they are on, in Firestore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Commit, Documents, no_field
from shared.identity.account_store import Stored
from shared.identity.model import SCHEMA_VERSION, Session, account_path, session_document
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id

DEVICE_KEPT = timedelta(days=30)
"""Longer than any session that a device may have."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser, and whose sessions it has.

    Attributes:
        name: hash of the secret by which the browser names itself.
        version: of its document; empty before the first.
        uid: of the account.
        sessions: of that account, the newest last.
    """

    name: str
    version: str = ""
    uid: str = ""
    sessions: Sequence[str] = ()


class SessionStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def device(self, secret: str) -> Device:
        """What is known of the browser that has a secret; one read."""
        name = digest_id("device", secret)
        found = self._documents.get(_device_path(name))
        if found is None:
            return Device(name)
        fields = found.fields
        return Device(name, found.version, str(fields["uid"]), tuple(fields["sessions"]))

    def use(self, stored: Stored, session: str, after: Session) -> None:
        """Write down that a session is used.

        Raises:
            Conflict: the account has changed; the session may be over.
        """
        commit = self._documents.commit()
        _put_session(commit, stored, session, after)
        commit.run()

    def settle(
        self,
        stored: Stored,
        session: str,
        after: Session,
        device: Device,
        replaced: Stored | None,
        actor: str,
        now: datetime,
    ) -> None:
        """Have a session on a device, and end those that somebody else has there, in one commit.

        Args:
            stored: the account of the session.
            session: its id.
            after: as it will be.
            device: as it was read.
            replaced: the account of somebody else whose sessions the device has; None for nobody.
            actor: who has signed in, as audit entries name them.
            now: when.

        Raises:
            Conflict: one of the accounts or the device has changed meanwhile.
        """
        commit = self._documents.commit()
        _put_session(commit, stored, session, after)
        own = device.sessions if device.uid == stored.account.uid else ()
        kept = [each for each in own if each in stored.account.sessions and each != session]
        fields = {
            "schemaVersion": SCHEMA_VERSION,
            "uid": stored.account.uid,
            "sessions": [*kept, session],
            "updateTime": now,
            "expiresAt": now + DEVICE_KEPT,
        }
        if device.version:
            commit.update(_device_path(device.name), fields, device.version)
        else:
            commit.create(_device_path(device.name), fields)
        if replaced is not None:
            _end(commit, replaced, device, actor, now)
        commit.run()


def _end(commit: Commit, replaced: Stored, device: Device, actor: str, now: datetime) -> None:
    account = replaced.account
    ended = [each for each in device.sessions if each in account.sessions]
    if not ended:
        return
    gone: Mapping[str, Any] = {f"sessions.{each}": no_field() for each in ended}
    told = {"isPending": True, "updateTime": now}
    commit.update(account_path(account.uid), {**gone, **told}, replaced.version)
    subjects = [{"account": account.uid, "session": each} for each in ended]
    entry = audit_entry(actor, "sessions:replace", subjects, now)
    commit.create(f"audit/replaced-{digest_id(*ended)}", entry)


def _put_session(commit: Commit, stored: Stored, session: str, after: Session) -> None:
    # The version makes sure that nothing is written into a session that was ended meanwhile.
    fields = {f"sessions.{session}": session_document(after)}
    commit.update(account_path(stored.account.uid), fields, stored.version)


def _device_path(name: str) -> str:
    return f"sessionDevices/{name}"
