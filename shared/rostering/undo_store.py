"""The commit that begins an undo: its run, and the audit entry of who asked for it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.rostering.runs import run_path


class UndoStore:
    """Begins undos."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def start(self, fields: Mapping[str, Any], actor: str) -> None:
        """Write the run of an undo, once, with who asked for it."""
        school, run = fields["school"], fields["run"]
        commit = self._documents.commit()
        commit.create(run_path(school, run), {**fields, "approvedBy": actor})
        subjects = [{"run": fields["source"]}]
        entry = audit_entry(actor, "rosterRuns:undo", subjects, fields["receivedTime"], school)
        commit.create(f"audit/undo-{run}", entry)
        with contextlib.suppress(Conflict):
            commit.run()
