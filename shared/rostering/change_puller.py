"""Pulls what has changed since the last pull, and makes of it the whole package that it stands for.

Wherever that does not work, all is pulled as ever: the system doesn't know changes, or the package
to lay them over is gone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import IO

from shared.kernel.clock import Clock
from shared.kernel.errors import Permanent
from shared.rostering.files import RosterFiles, scratch
from shared.rostering.pull_changes import Since, since, since_from
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run
from shared.rostering.sources.oneroster_delta import lay_over
from shared.rostering.sources.rest_changes import tells_changes
from shared.rostering.sources.rest_interface import Interface
from shared.rostering.sources.rest_pull import Progress, Pull, Pulled
from shared.rostering.sources.rest_records import Collection
from shared.rostering.whole_packages import WholePackages


@dataclass(frozen=True, slots=True)
class PullTask:
    """What one delivery pulls.

    Attributes:
        run: of the pull.
        interface: that let us in.
        wanted: collections.
        limit: records of a page.
        until: when it has to be done or to break off, on a clock that only goes forward.
        tell: told how far it is.
    """

    run: Run
    interface: Interface
    wanted: Sequence[Collection]
    limit: int
    until: float
    tell: Progress

    def pulled(
        self, files: RosterFiles, seconds: Callable[[], float], changes_since: str = ""
    ) -> Pulled:
        """Pull all of it, or what has changed.

        Raises:
            CarillonError: as `Pull.run`.
        """
        segments = RunSegments(files, self.run, "changes-" if changes_since else "")
        pull = Pull(
            self.interface, self.wanted, self.limit, segments, seconds, self.until, changes_since
        )
        return pull.run(self.tell)


class RunSegments:
    """What came of a run's pull, as objects; ``mark`` keeps two pulls of one run apart."""

    def __init__(self, files: RosterFiles, run: Run, mark: str) -> None:
        self._mark = mark
        self._kept = partial(files.segments, run)
        self._keep = partial(files.keep_segment, run)

    def kept(self, collection: str) -> Iterator[bytes]:
        """As `Segments.kept`."""
        return self._kept(f"{self._mark}{collection}")

    def keep(self, collection: str, number: int, data: bytes) -> None:
        """As `Segments.keep`."""
        self._keep(f"{self._mark}{collection}", number, data)


class ChangePuller:
    """Pulls changes, where that can be."""

    def __init__(
        self, store: RunStore, files: RosterFiles, clock: Clock, seconds: Callable[[], float]
    ) -> None:
        """Take the parts.

        Args:
            store: knows runs.
            files: keeps what came.
            clock: the present instant.
            seconds: a clock that only goes forward.
        """
        self._store = store
        self._files = files
        self._wholes = WholePackages(store, files)
        self._clock = clock
        self._seconds = seconds

    def pulled(self, task: PullTask, asked: str) -> tuple[Since, Pulled] | None:
        """What has changed, laid over what was there; None where all has to be pulled.

        What was decided stands in the run, so that a later delivery goes on with it.

        Args:
            task: what is pulled.
            asked: as `pull_changes.asked_of`.

        Raises:
            Transient: it goes on with the next delivery.
        """
        decided = self._decided(task.run, asked)
        if decided is None:
            return None
        try:
            pulled = self._laid(task, decided)
        except Permanent:
            # Whatever it is: where it is not about changes, pulling all says so, too.
            pulled = None
        if pulled is None:
            self._store.note_pull(task.run, {"since": None})
            return None
        return decided, pulled

    def _decided(self, run: Run, asked: str) -> Since | None:
        noted = run.fields["pull"]
        if "since" in noted:
            return since_from(noted["since"])
        before = self._wholes.newest(run.school, run.connection, run.run)
        found = since(asked, before, self._clock())
        self._store.note_pull(run, {"since": None if found is None else found.fields()})
        return found

    def _laid(self, task: PullTask, decided: Since) -> Pulled | None:
        """The package that the changes make; None where they are not to be relied on."""
        before = self._store.run(task.run.school, decided.run)
        if before is None or not tells_changes(task.interface, task.wanted, decided.absent):
            return None
        with scratch() as base:
            self._files.fetch_whole(before, base)
            changes = task.pulled(self._files, self._seconds, decided.text)
            with changes.package as package:
                if changes.short or changes.absent != decided.absent:
                    return None
                return replace(changes, package=_over(base, package))


def _over(base: IO[bytes], changes: IO[bytes]) -> IO[bytes]:
    whole = tempfile.TemporaryFile()  # noqa: SIM115  # the caller's
    try:
        lay_over(base, changes, whole)
    except BaseException:
        whole.close()
        raise
    return whole
