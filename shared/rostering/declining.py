"""A person's word that people whom a run took for others are new: the next file adds them."""

from __future__ import annotations

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import id_to_bytes
from shared.rostering.alias_store import AliasStore, Declined
from shared.rostering.approval_draft import waiting_operations
from shared.rostering.approving import RunApprover
from shared.rostering.class_state import classes_wait
from shared.rostering.files import RosterFiles
from shared.rostering.matching import By
from shared.rostering.plan import Operation
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Approval


class RemapDecliner:
    """Takes such decisions. Who may decide is the caller's to check."""

    def __init__(
        self,
        store: RunStore,
        writes: AliasStore,
        files: RosterFiles,
        approver: RunApprover,
        clock: Clock,
    ) -> None:
        self._store = store
        self._writes = writes
        self._files = files
        self._approver = approver
        self._clock = clock

    def decline_remap(
        self,
        school: str,
        run_id: str,
        plan_hash: str,
        persons: frozenset[str],
        actor: str,
        *,
        validate_only: bool = False,
    ) -> None:
        """Decide that rows which a run held as somebody else's are about new people.

        Args:
            school: whose.
            run_id: the closed run that holds them back.
            plan_hash: of the plan that the person has seen.
            persons: as the plan names them: whom a row was taken for or, where that was not
                certain, the row's own id.
            actor: who decides, such as ``person:{id}``.
            validate_only: check all of it and change nothing.

        Raises:
            Conflict: ``NOT_AWAITING``, ``PLAN_CHANGED``, ``SUBJECT_UNKNOWN``, or the run or the
                aliases have changed meanwhile.
        """
        run = self._approver.awaiting(school, run_id, plan_hash)
        waiting = waiting_operations(run, self._files)
        theirs = [o for o in waiting if o.person in persons and _is_about_another(o)]
        if not persons or persons - {operation.person for operation in theirs}:
            raise Conflict("SUBJECT_UNKNOWN", "no row was taken for one of these people")
        if validate_only:
            return
        district = self._store.district()
        known = self._files.read_aliases(district.person_aliases)
        new = {id_to_bytes(operation.alias or operation.person) for operation in theirs}
        name = self._files.write_aliases({**known, **{made: made for made in new}})
        left = len(waiting) > len(theirs) or classes_wait(run.fields)
        approved = run.fields["approvedSubjects"] or run.fields["approvedAll"]
        decided = Approval.APPROVED if approved else Approval.DISCARDED
        declined = Declined(
            run=run,
            persons=sorted(persons | set(run.fields.get("declinedSubjects", ()))),
            approval=Approval.PENDING if left else decided,
            aliases=name,
            district_version=district.version,
        )
        self._writes.decline(declined, actor, self._clock())


def _is_about_another(operation: Operation) -> bool:
    return operation.alias is not None or operation.by == By.AMBIGUOUS
