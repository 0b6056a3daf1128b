"""What the district says of its nights, and whether it was told of one, in Firestore."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict, Permanent
from shared.kernel.ids import digest_id
from shared.kernel.outbox import OutboxEvent
from shared.rostering.run_store import DISTRICT


class NightStore:
    """The district's settings of rostering, and the events of its nights."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def schools(self) -> dict[str, str]:
        """The names of all schools by their ids."""
        found = self._documents.all("schools")
        return {each.id: str(each.fields.get("displayName") or each.id) for each in found}

    def is_told(self, event: str) -> bool:
        """True when an event was written."""
        return self._documents.get(f"outbox/{event}") is not None

    def tell(self, event: OutboxEvent) -> bool:
        """Write an event; False when it was written before."""
        commit = self._documents.commit()
        commit.create(f"outbox/{event.event_id}", event.as_document())
        with contextlib.suppress(Conflict):
            commit.run()
            return True
        return False

    def settings(self) -> tuple[str, dict[str, Any]]:
        """The version and the fields of the district's settings.

        Raises:
            Permanent: ``DISTRICT_UNSET`` before the district was set up.
        """
        found = self._documents.get(DISTRICT)
        if found is None:
            raise Permanent("DISTRICT_UNSET", "the district's settings are missing")
        return found.version, dict(found.fields)

    def save_settings(
        self, version: str, changes: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Change the district's settings, with the audit entry, which names no address.

        Raises:
            Conflict: they have changed since they were read.
        """
        commit = self._documents.commit()
        commit.update(DISTRICT, changes, version)
        entry = audit_entry(actor, "rosterSettings:update", [{"changed": sorted(changes)}], now)
        commit.create(f"audit/roster-settings-{digest_id(version, now.isoformat())}", entry)
        commit.run()
