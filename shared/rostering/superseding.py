"""A file of several kinds becomes the newest of each kind that it speaks for."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet

from shared.rostering.comparing import FileComparison
from shared.rostering.connections import Connection
from shared.rostering.draft_context import DraftContext
from shared.rostering.model import Kind
from shared.rostering.reading import NORMALISER_VERSION, Reading
from shared.rostering.results import RunResult
from shared.rostering.runs import LandedFile


def fingerprint(file: LandedFile, connection: Connection) -> str:
    """The same for the same bytes under the same settings and the same reader."""
    text = f"{file.digest}|{connection.settings_hash()}|{NORMALISER_VERSION}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def supersede(
    context: DraftContext,
    reading: Reading,
    comparison: FileComparison,
    seen: AbstractSet[Kind],
    result: RunResult,
    *,
    waits: bool,
) -> None:
    """Note it for the kinds that were seen and those that the file speaks for.

    The next file of one of its kinds is read even if it is the one that was accepted before, unless
    that is this very package and left nothing to do.

    Args:
        context: of the draft.
        reading: after its last batch.
        comparison: of the file.
        seen: kinds of the accepted people.
        result: gets it.
        waits: whether something of the file is still to come, or is doubted.
    """
    complete = reading.complete_for
    known = {kind for kind in complete if context.shelf.pointer(kind).object}
    # What other files mean depends on their names as well, and classes depend on the day.
    is_package = reading.facts.format == "oneroster" and reading.classes is None
    settled = is_package and seen <= complete and not waits
    same = fingerprint(context.file, context.connection) if settled else ""
    for kind in sorted(seen | known):
        state = result.next_state(kind)
        state.fingerprint = same
        if kind in complete:
            state.generations = comparison.generations(kind)
    for kind in complete if settled else ():
        state = result.next_state(kind)
        state.fingerprint, state.outstanding = same, 0
