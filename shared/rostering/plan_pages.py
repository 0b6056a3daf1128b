"""Pages of a closed run's plan, read by the byte: no page reads the whole plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.kernel.ids import id_from_bytes
from shared.rostering.files import RosterFiles
from shared.rostering.kind_state import read_remaps
from shared.rostering.model import Kind
from shared.rostering.plan import Operation
from shared.rostering.plan_export import Told
from shared.rostering.plan_file import Manifest, Part, read_lines
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run

READ_BYTES = 512 * 1024
"""Of one read; a line that is longer is read in one that is twice as large, and so on."""

MOST_BYTES = 8 * 1024 * 1024
"""Read for one page; a page of a rare kind of change may therefore be short, or empty."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Some changes of a plan.

    Attributes:
        after: byte of the plan at which the next page begins; None at the end.
    """

    told: list[Told]
    after: int | None


class PlanPages:
    """Reads plans page by page. Who may read one is the caller's to check."""

    def __init__(self, store: RunStore, files: RosterFiles) -> None:
        self._store = store
        self._files = files

    def page(
        self, run: Run, manifest: Manifest, start: int, size: int, wanted: Callable[[Told], bool]
    ) -> PlanPage:
        """The wanted changes from a byte of the plan on.

        Args:
            run: a closed one.
            manifest: of its plan.
            start: 0 for the first page, or `PlanPage.after` of the page before.
            size: changes at most.
            wanted: says of each change whether it is.

        Raises:
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
        """
        found: list[Told] = []
        limit = start + MOST_BYTES
        for told, after in self._changes(run, manifest, start):
            if wanted(told):
                found.append(told)
            if len(found) == size or after >= limit:
                return PlanPage(found, after if after < manifest.held.end else None)
        return PlanPage(found, None)

    def unmatched(self, manifest: Manifest) -> list[tuple[Kind, str]]:
        """Whom the connection would take over without a row, by kind: the kind and the person id.

        Raises:
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
        """
        remaps = read_remaps(self._files.read_plan(manifest, manifest.state))
        return [
            (kind, id_from_bytes(person))
            for kind in Kind
            for person in sorted(remaps.unmatched.get(kind, ()))
        ]

    def _changes(self, run: Run, manifest: Manifest, start: int) -> Iterator[tuple[Told, int]]:
        """Each change from a byte on, with the byte after it."""
        skipped: dict[int, frozenset[str]] = {}
        starts = [part.start for part in manifest.parts]
        at = start
        for line in self._lines(manifest, start):
            change = next(read_lines(line))
            chunk = bisect_right(starts, at) - 1
            state = "HELD"
            if at < manifest.held.start:
                if chunk not in skipped:
                    skipped[chunk] = self._store.skipped_of(run, chunk)
                gone = isinstance(change, Operation) and change.person in skipped[chunk]
                state = "SKIPPED" if gone else "APPLIED"
            at += len(line)
            yield Told(change, state), at

    def _lines(self, manifest: Manifest, start: int) -> Iterator[bytes]:
        """Whole lines of the plan from a byte on, each with its end."""
        at, end, reach = start, manifest.held.end, READ_BYTES
        while at < end:
            data = self._files.read_plan(manifest, Part(at, min(at + reach, end), ""))
            whole = data.rfind(b"\n") + 1
            if not whole:
                if at + reach >= end:
                    raise ValueError("the plan does not end where a line does")
                reach *= 2
                continue
            # The lines of JSON hold no other line break than their own.
            yield from data[:whole].splitlines(keepends=True)
            at, reach = at + whole, READ_BYTES
