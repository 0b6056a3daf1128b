"""Mails that let somebody in, in Firestore: asked for, and put on record when a link is made."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.cloud.firestore import Documents
from shared.identity.model import account_path
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id

if TYPE_CHECKING:
    from shared.kernel.outbox import OutboxEvent

_MAILER = "mail"
"""Who makes the links of mails, as audit entries name it."""


class MailingStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def ask_for_mail(self, event: OutboxEvent) -> None:
        """Have a mail sent, once for each event; what it is about is looked at when it is sent."""
        commit = self._documents.commit()
        commit.create(f"outbox/{event.event_id}", event.as_document())
        with contextlib.suppress(Conflict):
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
