"""What is written when somebody is let in or helped in an emergency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.cloud.firestore import Documents
from shared.identity.account_store import Stored
from shared.identity.model import account_path
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.kernel.outbox import announce

EVENT = "account.emergency.opened"


@dataclass(frozen=True, slots=True)
class Opened:
    """Emergency access, as it is written down.

    Attributes:
        start: when it was opened.
        end: when it is over.
        reason: why.
        actor: who opened it.
        told: address → language of whoever gets a mail.
        time_zone: of the instants in it.
    """

    start: datetime
    end: datetime
    reason: str
    actor: str
    told: Mapping[str, str]
    time_zone: str


class EmergencyStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def open(self, stored: Stored, opened: Opened) -> str:
        """Open emergency access, with who is to be told, in one commit; gives the event's id.

        Raises:
            Conflict: the account has changed since it was read.
        """
        account = stored.account
        subject_id = digest_id(account.uid, opened.start.isoformat())
        fields = {"breakGlass": opened.end, "updateTime": opened.start}
        commit = self._documents.commit()
        commit.update(account_path(account.uid), fields, stored.version)
        subject = {
            "account": account.uid,
            "person": account.person,
            "reason": opened.reason,
            "endTime": opened.end.isoformat(),
        }
        entry = audit_entry(opened.actor, "accounts:breakGlass", [subject], opened.start)
        commit.create(f"audit/break-glass-{subject_id}", entry)
        payload = {
            "email": account.email,
            "reason": opened.reason,
            "startTime": opened.start.isoformat(),
            "endTime": opened.end.isoformat(),
            "timeZone": opened.time_zone,
            "recipients": [
                {"address": address, "language": language}
                for address, language in sorted(opened.told.items())
            ],
        }
        event = announce(EVENT, "", subject_id, payload, opened.start)
        commit.create(f"outbox/{event.event_id}", event.as_document())
        commit.run()
        return event.event_id

    def reset(self, stored: Stored, reason: str, actor: str, now: datetime) -> None:
        """End all sessions of an account whose second factor is taken away.

        Raises:
            Conflict: the account has changed since it was read.
        """
        uid = stored.account.uid
        fields = {"sessions": {}, "isPending": True, "updateTime": now}
        commit = self._documents.commit()
        commit.update(account_path(uid), fields, stored.version)
        subject = {"account": uid, "person": stored.account.person, "reason": reason}
        entry = audit_entry(actor, "accounts:resetFactor", [subject], now)
        commit.create(f"audit/reset-factor-{digest_id(uid, now.isoformat())}", entry)
        commit.run()
