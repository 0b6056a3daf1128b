"""The commit that says of somebody: this is a new person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.rostering.run_store import DISTRICT
from shared.rostering.runs import Approval, Run, run_path


@dataclass(frozen=True, slots=True)
class Declined:
    """What such a decision changes.

    Attributes:
        run: that held the rows back, as it was read.
        persons: all of the run's who were declined so far, as its plan names them.
        approval: what becomes of the run.
        aliases: the object with the aliases after it.
        district_version: of the district's settings when that object was made.
    """

    run: Run
    persons: Sequence[str]
    approval: Approval
    aliases: str
    district_version: str


class AliasStore:
    """Writes decisions about who is who."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def decline(self, declined: Declined, actor: str, now: datetime) -> None:
        """Record a decision, all of it or nothing.

        Raises:
            Conflict: the run or the district's settings have changed since they were read.
        """
        run = declined.run
        commit = self._documents.commit()
        changes = {
            "approval": declined.approval.value,
            "declinedSubjects": list(declined.persons),
        }
        commit.update(run_path(run.school, run.run), changes, run.version)
        aliases = {"personAliases": declined.aliases}
        commit.update(DISTRICT, aliases, declined.district_version)
        subjects = [{"run": run.run, "people": len(declined.persons)}]
        entry = audit_entry(actor, "rosterRuns:declineRemap", subjects, now, run.school)
        commit.create(f"audit/decline-{digest_id(run.run, *declined.persons)}", entry)
        commit.run()
