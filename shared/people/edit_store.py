"""The commits of people's own changes of members: the member, the audit entry and the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.kernel.outbox import OutboxState, announce, settle
from shared.people.model import Stored, member_path
from shared.people.search import identity_after
from shared.people.store import add_member, change_member

_EVENTS = {"members:archive": "person.archived", "members:restore": "person.restored"}
"""Verb of an audit entry → the event that tells others of it."""


class EditStore:
    """Writes members as people change them."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def id_space(self) -> str:
        """What goes into every person id of the district.

        Raises:
            Conflict: ``DISTRICT_UNSET`` before the district was set up.
        """
        found = self._documents.get("district/settings")
        if found is None:
            raise Conflict("DISTRICT_UNSET", "the district's settings are missing")
        return str(found.fields["idSpace"])

    def add(
        self, school: str, person: str, fields: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Make somebody a member, with who did it, in one commit.

        Raises:
            Conflict: somebody of this id is a member already.
        """
        commit = self._documents.commit()
        add_member(commit, school, person, fields, now)
        entry = audit_entry(actor, "members:create", [{"person": person}], now, school)
        commit.create(f"audit/member-{digest_id(member_path(school, person), 'create')}", entry)
        commit.run()

    def save(
        self,
        school: str,
        member: Stored,
        changes: Mapping[str, Any],
        actor: str,
        verb: str,
        now: datetime,
    ) -> None:
        """Change a member as it was read, with who did it, in one commit.

        Args:
            school: whose member.
            member: as it was read.
            changes: fields with their new values.
            actor: who does it, as audit entries name them.
            verb: what is done, as audit entries name it.
            now: when.

        Raises:
            Conflict: somebody else was faster.
        """
        change = digest_id(member_path(school, member.id), member.version, verb)
        commit = self._documents.commit()
        identity = identity_after(member.fields, changes)
        change_member(commit, school, member.id, changes, member.version, now, identity)
        subject = {"person": member.id, "fields": sorted(changes)}
        entry = audit_entry(actor, verb, [subject], now, school)
        commit.create(f"audit/member-{change}", entry)
        if verb in _EVENTS:
            payload = {"school": school, "person": member.id}
            event = announce(_EVENTS[verb], school, change, payload, now)
            # On record for whoever asks what has happened; nobody is sent a notice of it.
            event = settle(event, OutboxState.SUPPRESSED, "NO_NOTICE")
            commit.create(f"outbox/{event.event_id}", event.as_document())
        commit.run()
