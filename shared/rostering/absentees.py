"""Whom a file should name and doesn't, beside those whom the last one named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from shared.rostering.connections import Connection
from shared.rostering.draft_context import DraftContext
from shared.rostering.hand_added import HandAdded
from shared.rostering.matching import By
from shared.rostering.migrating import kinds_of
from shared.rostering.model import Kind
from shared.rostering.plan_file import PlanWriter
from shared.rostering.remaps import HAND_ADDED
from shared.rostering.results import RunResult
from shared.rostering.snapshot import CLAIMED


class Absentees:
    """Of the run of one file."""

    def __init__(
        self, context: DraftContext, by_hand: HandAdded, writer: PlanWriter, result: RunResult
    ) -> None:
        self._context = context
        self._by_hand = by_hand
        self._writer = writer
        self._result = result

    def of(self, kind: Kind, seen: AbstractSet[bytes]) -> set[bytes]:
        """Whom a file that is complete for a kind lacks, those added by hand where it owns them."""
        context = self._context
        absent = context.shelf.snapshot(kind).applied.keys() - seen
        if not context.connection.owns_hand_added:
            return absent
        added = self._by_hand.archivable(kind) - seen
        if added:
            self._result.by_kind.setdefault("addedByHand", Counter())[kind.value] = len(added)
        if not context.is_verified:
            self._writer.remaps.unmatched[kind] = added
        return absent | added

    def without_claimed(self, kind: Kind, absent: set[bytes]) -> set[bytes]:
        """Let go of those absent who were only claimed; nothing of theirs is to be archived."""
        context = self._context
        applied = context.shelf.snapshot(kind).applied
        state = self._writer.state_of(kind)
        gone = {person for person in absent if applied.get(person) == CLAIMED}
        gone |= let_go(absent, applied, context.connection)
        state.removed |= gone
        if context.is_verified:
            state.recorded.update(dict.fromkeys(absent - applied.keys(), HAND_ADDED))
        return absent - gone

    def count_known(self, named: AbstractSet[bytes], doubted: int) -> None:
        """Count whom the connection would take over under the id that they have.

        Args:
            named: whom the rows name by their own ids.
            doubted: how many of them may be somebody else of the same number.
        """
        migration = self._context.migration
        if migration is not None:
            kinds = kinds_of(self._context.run.subject)
            known = sum(len(migration.people(kind) & named) for kind in kinds)
            self._result.recognized({By.ID.value: known - doubted})

    def list_unmatched(self, seen: AbstractSet[bytes]) -> None:
        """Show whom the connection would take over without a row."""
        migration = self._context.migration
        if migration is None:
            return
        for kind in kinds_of(self._context.run.subject):
            left = migration.people(kind) - seen
            if left:
                self._result.count_kind("unmatched", kind, len(left))
                self._writer.remaps.unmatched.setdefault(kind, set()).update(left)


def let_go(
    people: AbstractSet[bytes], applied: Mapping[bytes, bytes], connection: Connection
) -> set[bytes]:
    """Those added by hand whom a connection that no longer owns such people must not archive."""
    if connection.owns_hand_added:
        return set()
    return {person for person in people if applied.get(person) == HAND_ADDED}
