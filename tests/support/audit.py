"""Audit entries as tests write and read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from tests.support.world import World


def put_entry(
    documents: Documents,
    name: str,
    verb: str,
    time: datetime,
    school: str | None,
    actor: str = "person:office",
    subjects: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write an entry as whoever did it would."""
    commit = documents.commit()
    commit.create(f"audit/{name}", audit_entry(actor, verb, subjects, time, school))
    commit.run()


def entries(world: World, verb: str) -> list[dict[str, Any]]:
    """The entries of a verb, the oldest first."""
    found = [each.fields for each in world.documents.all("audit") if each.fields["verb"] == verb]
    return sorted(found, key=lambda entry: str(entry["time"]))
